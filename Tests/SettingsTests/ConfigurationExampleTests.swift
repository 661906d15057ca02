import FineTuning
import Glibc
import Hooks
import Testing

@testable import Settings

@Suite struct ConfigurationExampleTests {
    private static let text = ConfigurationExample.text(hookKinds: HookKinds.keys)

    /// After a change of the table: `FTD_UPDATE_EXAMPLE=1 swift test --filter ConfigurationExampleTests` writes the file.
    @Test func theExampleFileIsTheTable() throws {
        let path =
            #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
            + "/config/ftd.conf"
        if getenv("FTD_UPDATE_EXAMPLE") != nil { try Scratch.write(Self.text, to: path, mode: 0o644) }
        #expect(try Scratch.text(of: path) == Self.text)
    }

    @Test func theExampleIsTheBuiltInConfiguration() throws {
        #expect(try Settings(reading: Self.text, file: "ftd.conf", home: nil, hookKinds: HookKinds.keys) == Settings())
    }

    @Test func everyKeyOfTheExampleCanBeUncommented() throws {
        let isSetting = { (line: Substring) in line.hasPrefix("#") && !line.hasPrefix("# ") && line.count > 1 }
        let text = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
            // A hook needs somebody to tell, and metadata needs a value: these two have no default.
            .map { $0 == "#run =" ? "#run = /bin/true" : $0 == "#metadata.KEY =" ? "" : $0 }
            .map { isSetting($0) ? $0.dropFirst() : $0 }
            .filter { $0 != "[account \"name\"]" && $0 != "webhook =" }
            .joined(separator: "\n")
        var settings = try Settings(reading: text, file: "ftd.conf", home: nil, hookKinds: HookKinds.keys)
        #expect(settings.hooks.map(\.timeout) == [HookSettings(name: HookName("name")).timeout])
        #expect(settings.hooks.map(\.schedule) == [.standard])
        settings.hooks = []
        settings.hookPlaces = [:]
        #expect(settings == Settings())
    }

    @Test func noLineIsTooWide() {
        #expect(Self.text.split(separator: "\n").filter { $0.count > 120 } == [])
    }
}
