import TestSupport
import Testing
import TrainingData

@testable import TrainingCheck

/// What is stated of each kind of hostile line, for checking.
@Suite struct HostileLineTests {
    private static let deep = String(repeating: "[", count: 10_000)

    @Test(
        arguments: [
            (
                Array(#"{"messages": [{"role": "user", "content": "\udc00"}]}"#.utf8),
                "11:44 not-json: not JSON: expected a whole surrogate pair"
            ),
            (Array("{\"messages\": \(deep)".utf8), "11:525 not-json: not JSON: expected at most 512 levels of nesting"),
            (Array("{\"messages\": [\0]}".utf8), "11:15 not-json: not JSON: expected a value"),
            (
                Array("{\"messages\": \"é".utf8) + [0xFF, 0x22, 0x7D],
                "11:16 not-utf8: the byte 0xFF is no UTF-8: the file looks like Windows-1252; convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE"
            ),
        ] as [([UInt8], String)])
    func rowsThatAreNoJSONAreOneFinding(row: [UInt8], finding: String) throws {
        let rows = tenGoodRows.joined(separator: "\n") + "\n"
        #expect(try checkedFile(Array(rows.utf8) + row).lines == [finding])
    }

    /// Each of them was looked at to the end of the text.
    @Test func aWordBehindWordIsLookedAtOnce() throws {
        let text = String(repeating: "pwd:<", count: 60_000)
        let report = try checked(
            #"{"messages": [{"role": "user", "content": "\#(text)"}, {"role": "assistant", "content": "b"}]}"#)
        #expect(report.count(of: .password) == 0)
    }

    @Test func escapedNULsRepeatedKeysAndHugeNumbersAreFindingsOfTheirOwn() throws {
        let report = try checked(
            #"{"messages": [{"role": "user", "role": "user", "content": "a\u0000"}, "#
                + #"{"role": "assistant", "content": "b", "weight": 1e400}]}"#)
        #expect(
            report.lines == [
                "11:33 duplicate-key: the key \"role\" stands twice; the last counts",
                "11:60 control-character: message 1 contains the control character U+0000",
                "11:119 weight: message 2: the weight is to be 0 or 1",
            ])
    }

    @Test func nothingOfABrokenRowCounts() throws {
        var checker = Checker()
        checker.counter = WordCounter()
        let broken = #"{"messages": [{"role": "user", "content": "a b c"}, {"role": "assistant", "content": "d"}], ]}"#
        let whole = try checked(with: checker)
        let report = try checked(broken, with: checker)
        #expect(report.names == ["not-json"])
        #expect(report.rows == whole.rows + 1)
        #expect(report.tokens?.trained == whole.tokens?.trained)
        #expect(report.tokens?.perRow == whole.tokens?.perRow)
    }

    @Test func nothingBehindALineThatIsTooLongIsChecked() throws {
        var checker = Checker()
        checker.longestLine = 1_000
        checker.readAtOnce = 500
        let long = String(repeating: " ", count: 1_001)
        let report = try checked(long, "{", with: checker)
        #expect(report.lines == [" line-too-long: a line is longer than 0 MB; nothing from it on was checked"])
        #expect(report.rows == 10)
        #expect(try checked(String(long.dropLast()), with: checker).names == ["blank-line"])
    }

    /// Each column was counted from the start of the line once: quadratic time.
    @Test func manyFindingsInOneLineAreCountedInPlace() throws {
        let count = 5_000
        let bad = String(repeating: #"{"role": "user", "content": "é"}, 5, "#, count: count)
        let report = try checked("{\"messages\": [\(bad){\"role\": \"assistant\", \"content\": \"x\"}]}")
        #expect(report.names == ["message-not-an-object"])
        #expect(report.count(of: .messageNotAnObject) == count)
        #expect(report.findings.map { $0.column } == (0..<1_000).map { 49 + $0 * 37 })
    }
}
