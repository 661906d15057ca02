import ConfigurationText
import Glibc
import Testing

@testable import Settings

@Suite struct PlacesTests {
    struct Row: Sendable {
        var option: String?
        var environment: [String: String] = [:]
        var configured: String?
        var existing: [String] = []

        var places: Places {
            let existing = existing
            return Places(environment: environment, exists: { existing.contains($0) })
        }
    }

    @Test(
        arguments: [
            (Row(), nil),
            (Row(environment: ["HOME": "/h"]), nil),
            (Row(existing: ["/etc/ftd/ftd.conf"]), "/etc/ftd/ftd.conf"),
            (
                Row(environment: ["HOME": "/h"], existing: ["/h/.config/ftd/ftd.conf", "/etc/ftd/ftd.conf"]),
                "/h/.config/ftd/ftd.conf"
            ),
            (
                Row(
                    environment: ["HOME": "/h", "XDG_CONFIG_HOME": "/x/"],
                    existing: ["/h/.config/ftd/ftd.conf", "/x/ftd/ftd.conf"]),
                "/x/ftd/ftd.conf"
            ),
            (
                Row(environment: ["HOME": "/h/", "XDG_CONFIG_HOME": "x"], existing: ["/h/.config/ftd/ftd.conf"]),
                "/h/.config/ftd/ftd.conf"
            ),
            (
                Row(environment: ["HOME": "/", "XDG_CONFIG_HOME": ""], existing: ["/.config/ftd/ftd.conf"]),
                "/.config/ftd/ftd.conf"
            ),
            (Row(environment: ["FTD_CONFIG": "/not/there"], existing: ["/etc/ftd/ftd.conf"]), "/not/there"),
            (Row(environment: ["FTD_CONFIG": ""], existing: ["/etc/ftd/ftd.conf"]), "/etc/ftd/ftd.conf"),
            (Row(option: "mine.conf", environment: ["FTD_CONFIG": "/other"]), "mine.conf"),
        ] as [(Row, String?)])
    func theConfigurationIsTheFirstThatIsNamedOrThere(row: Row, path: String?) {
        #expect(row.places.configuration(option: row.option) == path)
    }

    @Test(
        arguments: [
            (Row(), nil),
            (Row(environment: ["HOME": "/h"]), .init(path: "/h/.local/state/ftd/ftd.db", origin: .user)),
            (
                Row(environment: ["HOME": "/h", "XDG_STATE_HOME": "/s"]), .init(path: "/s/ftd/ftd.db", origin: .user)
            ),
            (
                Row(environment: ["HOME": "/h"], existing: ["/var/lib/ftd"]),
                .init(path: "/var/lib/ftd/ftd.db", origin: .system)
            ),
            (
                Row(environment: ["STATE_DIRECTORY": "/run/a:/run/b"], existing: ["/var/lib/ftd"]),
                .init(path: "/run/a/ftd.db", origin: .stateDirectory)
            ),
            (
                Row(environment: ["STATE_DIRECTORY": "/run/a"], configured: "/c.db"),
                .init(path: "/c.db", origin: .configuration)
            ),
            (Row(environment: ["FTD_STORE": "e.db"], configured: "/c.db"), .init(path: "e.db", origin: .environment)),
            (
                Row(option: "o.db", environment: ["FTD_STORE": "e.db"], configured: "/c.db"),
                .init(path: "o.db", origin: .option)
            ),
        ] as [(Row, Places.StorePlace?)])
    func theStoreIsTheFirstThatIsNamedOrThere(row: Row, place: Places.StorePlace?) {
        #expect(row.places.store(option: row.option, configured: row.configured) == place)
    }
}

extension PlacesTests {
    @Test(
        arguments: [
            (Row(), nil, ["/usr/local/share/ftd", "/usr/share/ftd"]),
            (
                Row(environment: ["HOME": "/h"]), "/h/.local/share/ftd",
                ["/h/.local/share/ftd", "/usr/local/share/ftd", "/usr/share/ftd"]
            ),
            (
                Row(environment: ["HOME": "/h", "XDG_DATA_HOME": "/d/", "XDG_DATA_DIRS": "/a/:relative::/b"]),
                "/d/ftd", ["/d/ftd", "/a/ftd", "/b/ftd"]
            ),
            (
                Row(environment: ["HOME": "/h", "XDG_DATA_HOME": "d", "XDG_DATA_DIRS": ""]), "/h/.local/share/ftd",
                ["/h/.local/share/ftd", "/usr/local/share/ftd", "/usr/share/ftd"]
            ),
            (Row(environment: ["XDG_DATA_HOME": "/d", "XDG_DATA_DIRS": "/d"]), "/d/ftd", ["/d/ftd"]),
        ] as [(Row, String?, [String])])
    func dataAreTheUsersOwnBeforeTheSystems(row: Row, own: String?, all: [String]) {
        #expect(row.places.ownDataDirectory == own)
        #expect(row.places.dataDirectories == all)
    }
}

@Suite struct SettingsFileTests {
    @Test func aFileIsRead() throws {
        let scratch = try Scratch()
        let path = try scratch.file("ftd.conf", "[poll]\nactive = 5s\n", mode: 0o644)
        #expect(try Settings.load(path, home: nil, hookKinds: []).poll.active == .seconds(5))
        #expect(try Settings.load(nil, home: nil, hookKinds: []) == Settings())
    }

    @Test func aFileThatCannotBeReadIsNamed() throws {
        let scratch = try Scratch()
        let text = try scratch.file("bad.conf", "[poll]\n# \u{1}\n[log]\n")
        let latin = "\(scratch.path)/latin.conf"
        try Scratch.write("[poll]\n# x", to: latin, mode: 0o644)
        try appendByte(0xE9, to: latin)
        let long = try scratch.file("long.conf", String(repeating: "#\n", count: 600_000))
        for (path, message) in [
            (text, nil),
            ("\(scratch.path)/none.conf", ": cannot read the configuration: No such file or directory"),
            (scratch.path, ": not a regular file; name the configuration file"),
            (latin, ":2: not UTF-8 text; save the file as UTF-8"),
            (long, ": longer than 1 MiB; that is not a configuration"),
        ] as [(String, String?)] {
            guard let message else {
                #expect(try Settings.load(path, home: nil, hookKinds: []) == Settings())
                continue
            }
            let error = #expect(throws: ConfigurationError.self) { try Settings.load(path, home: nil, hookKinds: []) }
            #expect(error?.description == path + message)
        }
    }

    private func appendByte(_ byte: UInt8, to path: String) throws {
        let file = try #require(fopen(path, "a"))
        fputc(Int32(byte), file)
        fclose(file)
    }
}
