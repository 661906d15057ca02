import Glibc
import Testing

@testable import TrainingData

/// What is stated of each kind of hostile input, for preparing and for checking.
@Suite struct HostileInputTests {
    private static let deep = String(repeating: "[", count: 10_000)

    private func prepared(_ name: String, _ rows: [UInt8]) throws -> String {
        let scratch = try Scratch()
        let path = try scratch.write(name, rows)
        let preparation = try Preparation(mapping: .questions())
        do throws(TrainingDataError) {
            _ = try preparation.run(from: .file(path), to: .file("\(scratch.path)/out"))
        } catch {
            return error.description.replacing("\(scratch.path)/", with: "")
        }
        return try scratch.text("out")
    }

    private func chat(_ question: String, _ answer: String) -> String {
        "{\"messages\": [{\"role\": \"user\", \"content\": \"\(question)\"}, "
            + "{\"role\": \"assistant\", \"content\": \"\(answer)\"}]}\n"
    }

    // MARK: Preparing

    @Test(
        arguments: [
            (Array(#"{"q": 1, "a": "\ud800"}"#.utf8), "1:16: not JSON: expected a whole surrogate pair"),
            (Array("{\"q\": 1, \"a\": \(deep)".utf8), "1:526: not JSON: expected at most 512 levels of nesting"),
            (
                Array("{\"q\": 1, \"a\": \"\0\"}".utf8),
                "1:16: not JSON: expected an escaped control character, such as \\n"
            ),
            (Array("{\"q\": 1, \"a\": \"".utf8) + [0xE9, 0x22, 0x7D], "1:16: not JSON: expected valid UTF-8"),
        ] as [([UInt8], String)])
    func rowsThatAreNoJSONAreNamedByTheirFirstWrongByte(row: [UInt8], message: String) throws {
        #expect(try prepared("rows.jsonl", row) == "rows.jsonl:\(message)")
        let place = message.split(separator: ":", omittingEmptySubsequences: false)
        let column = try #require(Int(place[1])) + 1
        #expect(
            try prepared("rows.json", [0x5B] + row + [0x5D])
                == "rows.json:1:\(column):\(place[2...].joined(separator: ":"))")
    }

    @Test(arguments: [
        (#"{"q": "\u0000", "a": 1, "a": 2}"#, #"\u0000"#, "2"),
        (#"{"q": 1e400, "a": -123456789012345678901234567890.0}"#, "1e400", "-123456789012345678901234567890.0"),
        (#"{"q": "\ud83d\ude00", "\u0061": 1}"#, "😀", "1"),
        (
            "{\"q\": 0, \"e\u{301}\": 5, \"é\": [\(String(repeating: "[", count: 400))\(String(repeating: "]", count: 401)), \"a\": 1}",
            "0", "1"
        ),
    ])
    func oddRowsAreTaken(row: String, question: String, answer: String) throws {
        #expect(try prepared("rows.jsonl", Array(row.utf8)) == chat(question, answer))
        #expect(try prepared("rows.json", Array("[\(row)]".utf8)) == chat(question, answer))
    }

    @Test(
        arguments: [
            (Array("q,a\n\0,1e400\n".utf8), #"\u0000"#, "1e400"), (Array("q,a\n\\ud800,x\n".utf8), #"\\ud800"#, "x"),
            (Array("q,a\n\(deep),x\n".utf8), deep, "x"),
        ] as [([UInt8], String, String)])
    func oddSeparatedValuesAreText(rows: [UInt8], question: String, answer: String) throws {
        #expect(try prepared("rows.csv", rows) == chat(question, answer))
    }

    @Test func carriageReturnsWithoutEndAreARecordThatIsTooLong() throws {
        let scratch = try Scratch()
        let path = try scratch.write(
            "rows.csv", Array("q,a\n".utf8) + [UInt8](repeating: 0x0D, count: 200_000))
        let source = SeparatedSource(
            ByteStream(try InputFile(.file(path)), read: [], bytesRead: 0), separator: 0x2C, longestRecord: 100_000)
        var row = Row()
        let error = #expect(throws: TrainingDataError.self) { try source.next(into: &row) }
        #expect(error?.reason == .lineTooLong(line: 2, limit: 100_000))
    }

    // MARK: Checking

    @Test(
        arguments: [
            (
                Array(#"{"messages": [{"role": "user", "content": "\udc00"}]}"#.utf8),
                "11:44 not-json: not JSON: expected a whole surrogate pair"
            ),
            (Array("{\"messages\": \(deep)".utf8), "11:525 not-json: not JSON: expected at most 512 levels of nesting"),
            (Array("{\"messages\": [\0]}".utf8), "11:15 not-json: not JSON: expected a value"),
            (Array("{\"messages\": \"é".utf8) + [0xFF, 0x22, 0x7D], "11:16 not-json: not JSON: expected valid UTF-8"),
        ] as [([UInt8], String)])
    func rowsThatAreNoJSONAreOneFinding(row: [UInt8], finding: String) throws {
        let rows = tenGoodRows.joined(separator: "\n") + "\n"
        #expect(try checkedFile(Array(rows.utf8) + row).lines == [finding])
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

    // MARK: Both

    @Test(arguments: [(1_000, 16), (1_000, 900), (5_000, 4_096)])
    func theLongestLineIsTakenToTheByte(limit: Int, capacity: Int) throws {
        let scratch = try Scratch()
        let longest = [UInt8](repeating: 0x20, count: limit)
        let taken = try scratch.write("taken", longest + [0x0A] + longest)
        let refused = try scratch.write("refused", [0x0A] + longest + [0x20, 0x0A])

        var lines = LineReader(try InputFile(.file(taken)), capacity: capacity, limit: limit)
        #expect(try lines.next()?.count == limit)
        #expect(try lines.next()?.count == limit)
        #expect(try lines.next() == nil)
        var blocks = BlockReader(try InputFile(.file(taken)), capacity: capacity, limit: limit)
        var block = LineBlock()
        var bytes = 0
        while try blocks.next(into: &block) { bytes += block.withBytes { $0.count } }
        #expect(bytes == 2 * limit + 1)

        var others = LineReader(try InputFile(.file(refused)), capacity: capacity, limit: limit)
        #expect(try others.next()?.isEmpty == true)
        do throws(TrainingDataError) {
            _ = try others.next()
            Issue.record("the line was taken")
        } catch {
            #expect(error.reason == .lineTooLong(line: 2, limit: limit))
        }
        var otherBlocks = BlockReader(try InputFile(.file(refused)), capacity: capacity, limit: limit)
        do throws(TrainingDataError) {
            while try otherBlocks.next(into: &block) {}
            Issue.record("the block was taken")
        } catch {
            #expect(error.reason == .lineTooLong(line: 0, limit: limit))
        }
    }
}
