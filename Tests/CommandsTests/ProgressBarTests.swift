import TestSupport
import Testing
import Text

@testable import Commands

@Suite struct ProgressBarTests {
    private func bar(_ program: TestProgram, total: Int64? = 8_100_000) -> ProgressBar {
        ProgressBar("uploading train.jsonl", total: total, unit: .bytes, in: program.surroundings)
    }

    @Test func showsShareAmountAndTimeLeft() {
        let program = TestProgram(terminal: .wide(100), environment: ["TERM": "xterm"])
        #expect(
            bar(program).text(4_050_000, after: .seconds(4))
                == "uploading train.jsonl  ███████████████░░░░░░░░░░░░░░░ 50 %  4.1 MB of 8.1 MB, 4 s left")
        #expect(bar(program, total: nil).text(4_050_000, after: .seconds(4)) == "uploading train.jsonl  4.1 MB")
    }

    @Test(arguments: 20...120)
    func neverWraps(_ width: Int) {
        let program = TestProgram(terminal: .wide(width), environment: ["TERM": "xterm"])
        #expect(bar(program).text(4_000_000, after: .seconds(90)).displayWidth < width)
    }

    @Test func isDrawnAfterASecondAndTenTimesASecond() {
        let program = TestProgram(terminal: .wide(80), environment: ["TERM": "xterm"])
        let bar = bar(program)
        for step in 0..<300 {
            bar.update(Int64(step) * 10_000)
            program.advance(by: .milliseconds(10))
        }
        #expect(program.said.split(separator: "\r").count == 20)
        bar.finish()
        bar.finish()
        bar.update(8_100_000)
        #expect(program.said.hasSuffix("\r\u{1B}[K"))
        #expect(program.said.split(separator: "\r").count == 21)
    }

    @Test(arguments: [(Terminal.none, "xterm"), (Terminal.wide(80), "dumb")])
    func isSilentWithoutATerminal(_ terminal: Terminal, _ term: String) {
        let program = TestProgram(terminal: terminal, environment: ["TERM": term])
        let bar = bar(program)
        program.advance(by: .seconds(5))
        bar.update(1)
        bar.finish()
        #expect(program.said == "")
    }
}
