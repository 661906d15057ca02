import FineTuning
import Testing

@testable import FTDaemon

@Suite struct DaemonOptionsTests {
    @Test(
        arguments: [
            ([], DaemonOptions.Action.run, nil, nil),
            (["--once"], .once, nil, nil),
            (["--check-config", "--config", "a.conf"], .checkConfiguration, "a.conf", nil),
            (["--config=a=b.conf", "--store=x.db"], .run, "a=b.conf", "x.db"),
            (["--store", "x.db", "--once"], .once, nil, "x.db"),
            (["--version"], .print("ftd \(ProductVersion.text)\n"), nil, nil),
            (["-h"], .print(DaemonOptions.help + "\n"), nil, nil),
        ] as [([String], DaemonOptions.Action, String?, String?)])
    func argumentsAreRead(
        arguments: [String], action: DaemonOptions.Action, configuration: String?, store: String?
    ) throws {
        let options = try DaemonOptions(arguments)
        #expect(options.action == action)
        #expect(options.configuration == configuration)
        #expect(options.store == store)
    }

    @Test(arguments: [
        (["--onse"], "unknown option --onse; see ftd --help"),
        (["--once=yes"], "unknown option --once; see ftd --help"),
        (["run\u{1B}"], "unknown option run\\u{1b}; see ftd --help"),
        (["--store"], "--store needs a file name; see ftd --help"),
        (["--config="], "--config needs a file name; see ftd --help"),
        (["--store", ""], "--store needs a file name; see ftd --help"),
    ])
    func whatMakesNoSenseIsSaid(arguments: [String], text: String) {
        #expect(throws: UsageError(description: text)) { try DaemonOptions(arguments) }
    }

    @Test func theHelpFitsATerminal() {
        for line in DaemonOptions.help.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    }
}

@Suite struct FailpointTests {
    @Test func aNameMayHaveACount() {
        for point in Failpoint.allCases {
            #expect(
                Failpoint.parse(point.rawValue).map { [$0.point.rawValue, "\($0.count)"] } == [point.rawValue, "1"])
            #expect(Failpoint.parse(point.rawValue + ":3")?.count == 3)
        }
    }

    @Test(arguments: ["", "poll", "poll.afterResponse:", "poll.afterResponse:0", "poll.afterResponse:x", ":3"])
    func anythingElseIsNone(text: String) { #expect(Failpoint.parse(text) == nil) }
}
