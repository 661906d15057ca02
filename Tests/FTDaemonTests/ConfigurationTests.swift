import Commands
import FineTuning
import Glibc
import Hooks
import Settings
import TestSupport
import Testing

@testable import FTDaemon

@Suite struct ConfigurationTests {
    private static func configuration(
        _ text: String?, _ directory: TemporaryDirectory, arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws -> Configuration {
        var arguments = arguments
        if let text {
            try write(text, to: directory.path("ftd.conf"))
            arguments += ["--config", directory.path("ftd.conf")]
        }
        return Configuration(
            options: try DaemonOptions(arguments),
            environment: ["HOME": directory.path].merging(environment) { _, given in given })
    }

    private static func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "we"))
        fputs(text, file)
        fclose(file)
        chmod(path, 0o600)
    }

    @Test func aFileGivesSettingsHooksAndStore() throws {
        let directory = try TemporaryDirectory()
        try Self.write("whsec_" + String(repeating: "A", count: 44) + "\n", to: directory.path("secret"))
        let configuration = try Self.configuration(
            """
            [poll]
            active = 5s
            [store]
            path = \(directory.path("own.db"))
            [hook "web"]
            webhook = https://hook.example/x
            secret-file = \(directory.path("secret"))
            on = succeeded degraded
            [hook "tool"]
            run = /bin/true --flag
            """, directory)
        let reading = try configuration.read()
        #expect(reading.settings.poll.active == .seconds(5))
        #expect(reading.hooks.map(\.name) == [HookName("web"), HookName("tool")])
        #expect(reading.hooks[0].interest.types == [.jobSucceeded, .apiDegraded])
        #expect(reading.hooks[1].sender as? ProgramSender == ProgramSender(arguments: ["/bin/true", "--flag"]))
        #expect(try configuration.store(reading.settings).path == directory.path("own.db"))
    }

    @Test func theOptionNamesTheStoreBeforeTheFileDoes() throws {
        let directory = try TemporaryDirectory()
        let configuration = try Self.configuration(
            "[store]\npath = /elsewhere/own.db\n", directory, arguments: ["--store", directory.path("given.db")])
        #expect(try configuration.store(configuration.read().settings).path == directory.path("given.db"))
    }

    @Test func aFaultNamesItsLine() throws {
        let directory = try TemporaryDirectory()
        let configuration = try Self.configuration("[poll]\nactive = soon\n", directory)
        let error = #expect(throws: (any Error).self) { try configuration.read() }
        let text = error.map { "\($0)" } ?? ""
        #expect(
            text.hasSuffix("ftd.conf:2: poll.active: not a duration (got \"soon\"); write 20s, 5m or 1h"), "\(text)")
    }

    @Test func aSecretThatOthersCanReadIsRefused() throws {
        let directory = try TemporaryDirectory()
        try Self.write("whsec_" + String(repeating: "A", count: 44) + "\n", to: directory.path("secret"))
        chmod(directory.path("secret"), 0o644)
        let configuration = try Self.configuration(
            "[hook \"w\"]\nwebhook = https://h.example/\nsecret-file = \(directory.path("secret"))\n", directory)
        #expect(throws: (any Error).self) { try configuration.read() }
    }

    @Test func withoutAHomeThereIsNoPlaceForTheStore() throws {
        let configuration = Configuration(options: try DaemonOptions([]), environment: [:])
        guard access("/var/lib/ftd", F_OK) != 0 else { return print("skipped: this machine has /var/lib/ftd") }
        #expect(throws: CommandError.usage("no place for the store: set HOME, or name a file with --store")) {
            try configuration.store(Settings())
        }
    }
}
