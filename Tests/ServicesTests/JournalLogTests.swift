import FineTuning
import Glibc
import Testing

@testable import Services

@Suite struct JournalLogTests {
    @Test func anEventIsOneLineOfMessageAndPairs() {
        #expect(
            JournalLog.line(
                "job changed",
                ["job": "ftjob-k2Jx0", "from": "running", "to": "succeeded", "error": nil, "model": "ft:gpt-4o::A3"])
                == "job changed job=ftjob-k2Jx0 from=running to=succeeded model=ft:gpt-4o::A3")
        #expect(JournalLog.line("stopped", [:]) == "stopped")
    }

    @Test(arguments: [
        ("plain", "plain"), ("", "\"\""), ("two words", "\"two words\""), ("a=b", "\"a=b\""),
        ("say \"hi\"", #""say \"hi\"""#), (#"C:\x"#, #""C:\\x""#), ("line\nbreak", "\"line break\""),
        ("\u{1B}[31mred", #""\\u{1b}[31mred""#), ("\u{202E}abc", #""\\u{202e}abc""#), ("größe", "größe"),
    ])
    func aValueCannotEndTheLineOrSteerATerminal(value: String, shown: String) {
        #expect(JournalLog.line("m", ["k": value]) == "m k=\(shown)")
    }

    @Test func everyByteStaysInItsLine() {
        let all = String(String.UnicodeScalarView((0...0x2100).compactMap { Unicode.Scalar($0) }))
        let line = JournalLog.line("m", ["k": all])
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    }

    @Test func anEndlessValueIsCut() {
        let line = JournalLog.line("m", ["k": String(repeating: "x", count: 100_000), "l": "y"])
        #expect(line.count == "m k= l=y".count + 2000)
        #expect(line.hasSuffix("x… l=y"))
    }

    @Test func theJournalGetsPrioritiesAndOthersDoNot() throws {
        for (isJournal, expected) in [(true, "<7>a\n<6>b\n<4>c\n<3>d e=f\n"), (false, "a\nb\nc\nd e=f\n")] {
            let pipe = try Pipe()
            let log = JournalLog(level: .debug, descriptor: pipe.writeEnd, isJournal: isJournal)
            log.debug("a")
            log.info("b")
            log.warning("c")
            log.error("d", ["e": "f"])
            #expect(pipe.closeAndRead() == expected)
        }
    }

    /// A log in a file or a terminal did not say when anything had happened; the journal adds the time itself.
    @Test func linesHaveTimesWhereNoJournalAddsThem() throws {
        for (isJournal, expected) in [(true, "<6>a b=c\n"), (false, "2026-11-28 08:33:10.042 a b=c\n")] {
            let pipe = try Pipe()
            let log = JournalLog(level: .info, descriptor: pipe.writeEnd, isJournal: isJournal) {
                "2026-11-28 08:33:10.042"
            }
            log.info("a", ["b": "c"])
            #expect(pipe.closeAndRead() == expected)
        }
        let time = JournalLog.localTime()
        #expect(time.count == 23 && time.dropLast(4).last.map(\.isNumber) == true, "\(time)")
    }

    @Test func whatIsNotWantedIsNotWritten() throws {
        let pipe = try Pipe()
        let log = JournalLog(level: .warning, descriptor: pipe.writeEnd, isJournal: false)
        log.info("hidden")
        log.warning("seen")
        log.level = .debug
        log.debug("seen too")
        #expect(log.level == .debug)
        #expect(pipe.closeAndRead() == "seen\nseen too\n")
    }

    @Test func theJournalIsKnownByDeviceAndInode() throws {
        let pipe = try Pipe()
        var status = stat()
        #expect(fstat(pipe.writeEnd, &status) == 0)
        let stream = "\(status.st_dev):\(status.st_ino)"
        #expect(JournalLog.isJournal(pipe.writeEnd, stream: stream))
        for other in [nil, "", "1:2", stream + "0"] { #expect(!JournalLog.isJournal(pipe.writeEnd, stream: other)) }
        #expect(!JournalLog.isJournal(-1, stream: stream))
    }

    /// A daemon whose terminal is gone goes on without its log.
    @Test func aLogThatCannotBeWrittenStopsNobody() {
        JournalLog(level: .info, descriptor: -1, isJournal: false).info("lost")
    }
}

/// A pipe that is closed with the test.
private final class Pipe {
    let writeEnd: Int32
    private let readEnd: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    func closeAndRead() -> String {
        close(writeEnd)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(readEnd, &buffer, buffer.count)
        return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
    }

    deinit { close(readEnd) }
}
