import TestSupport
import Testing
import TrainingData

@testable import TrainingCheck

/// What is wrong with how rows are written, in words to act on; and what the fixer makes of it.
@Suite struct WritingTests {
    private static let row = #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}"#

    static let faults: [(line: String, finding: String)] = [
        (
            #"{"messages": [“a”]}"#,
            "15 not-json: not JSON: U+201C, which looks like a quote, stands where a straight one is to be: write \""
        ),
        (
            #"{"messages": NaN}"#,
            "14 not-json: not JSON: NaN is no JSON, and mostly an empty cell; write a text or null"
        ),
        (#"{"messages": -Infinity}"#, "15 not-json: not JSON: Infinity is no JSON; write a text or null"),
        (#"{"messages": None}"#, "14 not-json: not JSON: None is Python's; write null"),
        (
            #"{"messages": "a "quark" b"}"#,
            "18 not-json: not JSON: a quote within a text is to be written \\\"; the text ended here: expected \",\" or \"}\""
        ),
        (#"{"messages": "C:\dir"}"#, "17 not-json: not JSON: \\d is no escape; write a backslash in a text as \\\\"),
        ("{\"messages\": \"a\tb\"}", "16 not-json: not JSON: a tab in a text is to be written \\t"),
        (#"{"messages": [1,]}"#, "17 not-json: not JSON: a comma too many before the closing bracket; remove it"),
        (
            #"{"messages": "cut"#,
            "18 not-json: not JSON: a text does not end on its line; write a line end within a text as \\n"
        ),
        ("\(row),", "88 trailing-comma: a comma behind the object; remove it: each line is one object by itself"),
        (
            "\(row)\(row.replacing("q", with: "r"))",
            "88 several-objects: another object begins on the same line; write each object on a line of its own"
        ),
    ]

    @Test(arguments: faults)
    func theFaultIsNamed(line: String, finding: String) throws {
        #expect(try checked(line).lines == ["11:" + finding])
    }

    @Test func anObjectOverSeveralLinesIsOneRowAndOneFinding() throws {
        let spread =
            "{\n  \"messages\": [\n    {\"role\": \"user\", \"content\": \"q\"},\n    {\"role\": \"assistant\",\n"
            + "     \"content\": \"a {\"}\n  ]\n}"
        let report = try checked(spread, "{\"messages\": [", Self.row.replacing("q", with: "z"))
        #expect(
            report.lines == [
                "11:2 not-json: not JSON: the object does not end on its line; write each object on one line",
                "18:15 not-json: not JSON: the object does not end on its line; write each object on one line",
            ])
        #expect(report.rows == 13)
        #expect(report.findings.map(\.mend) == ["writes the object on one line", nil])
    }

    @Test func aFileOfOneFaultIsNamedOnce() throws {
        let commas = try checkedFile(Array(tenGoodRows.map { $0 + ",\n" }.joined().utf8))
        #expect(
            commas.lines == [
                "1 not-jsonl: not JSONL: a comma ends each line; remove them: each line is one object by itself"
            ])
        #expect(commas.rows == 10)
        let spread = tenGoodRows.map { $0.replacing("[", with: "[\n  ") + "\n" }.joined()
        let report = try checkedFile(Array(spread.utf8))
        #expect(
            report.lines == [
                "1 not-jsonl: not JSONL: its objects are spread over several lines; write each on one line"
            ])
        #expect(report.rows == 10)
        let shared = (0..<12).map {
            #"{"conversations": [{"from": "human", "value": "\#($0)"}, {"from": "gpt", "value": "b"}]}"# + "\n"
        }
        let foreign = try checkedFile(Array(shared.joined().utf8))
        #expect(foreign.names == ["foreign-shape"])
        #expect(foreign.rows == 12)
    }

    @Test func oneRowSwitchesNoRulesOff() throws {
        let prompt = #"{"messages": [{"role": "user", "content": "q"}], "reference": "a"}"#
        let mixed = try checkedFile(Array(([prompt] + tenGoodRows).map { $0 + "\n" }.joined().utf8))
        #expect((mixed.shape, mixed.isShapeTold) == (.supervised, false))
        #expect(mixed.count(of: .noAssistant) == 1)
        let late = try checkedFile(
            Array(
                ((0..<12).map { prompt.replacing("q", with: "\($0)") } + [tenGoodRows[0]]).map { $0 + "\n" }.joined()
                    .utf8))
        #expect(late.shape == .supervised)
        let all = try checkedFile(Array((0..<12).map { prompt.replacing("q", with: "\($0)") + "\n" }.joined().utf8))
        #expect((all.shape, all.isShapeTold) == (.reinforcement, true))
        let plain = (0..<12).map { #"{"messages": [{"role": "user", "content": "\#($0)"}]}"# + "\n" }.joined()
        #expect(try checkedFile(Array(plain.utf8)).shape == .supervised)
        #expect(try checkedFile(Array((plain + prompt).utf8)).shape == .supervised)
        let told = (0..<12).map { prompt.replacing("q", with: "\($0)") + "\n" }.joined()
        #expect(try checkedFile(Array((told + plain.prefix(49)).utf8)).shape == .reinforcement)
    }

    @Test func messagesInOneColumnAreCSV() throws {
        let report = try checkedFile(Array("messages\n\"[{\"\"role\"\": \"\"user\"\"}]\"\n".utf8))
        #expect(report.names == ["not-jsonl"])
        #expect(report.lines[0].contains("it looks like CSV"))
    }

    @Test func whatCannotBeReadIsNoEqualQuestion() throws {
        let rows = (0..<11).map {
            #"{"messages": [{"role": "user", "content": {"text": "\#($0)"}}, {"role": "assistant", "content": "\#($0)"}]}"#
        }
        let report = try checkedFile(Array(rows.joined(separator: "\n").utf8))
        #expect(report.names == ["content-shape"])
    }

    private static let other = row.replacing("q", with: "r")
    private static let open = String(row.dropLast())
    static let mends: [(text: String, mended: String, mends: String)] = [
        (spreadRow, row, "not-json 1"),
        ("\(row), \(other),\n", "\(row)\n\(other)", "trailing-comma 1, several-objects 1"),
        ("[\(row),\n  \(other)]", "\(row)\n\(other)", "not-jsonl 1"),
        (
            row.replacing("\"q\"", with: "\"one\u{2028}two\\u000bthree\u{202E}\""),
            row.replacing("\"q\"", with: "\"one\\ntwo\\nthree\u{202E}\""), "invisible-character 1, control-character 1"
        ),
        (row.replacing("\"a\"", with: "42"), row.replacing("\"a\"", with: "\"42\""), "content-shape 1"),
        (row.replacing("\"user\"", with: "\"human\"").replacing("assistant", with: "gpt"), row, "unknown-role 2"),
        ("\(open), \"weight\": 0.3}", "\(open), \"weight\": 0.3}", ""),
        ("\(open), \"weight\": 1.0}", row, "unknown-key 1"),
        ("\(open), \"tools\": \"[]\"}", "\(open), \"tools\": []}", "tools-shape 1"),
    ]
    private static let spreadRow =
        "{\n\"messages\": [{\"role\": \"user\", \"content\": \"q\"},\n{\"role\": \"assistant\", \"content\": \"a\"}]\n}\n"

    @Test(arguments: mends)
    func safeMendsOfTheWriting(text: String, mended: String, mends: String) throws {
        let scratch = try TemporaryDirectory()
        let report = try Fixer().run(from: .file(scratch.write("in", text)), to: .file("\(scratch.path)/out"))
        #expect(try scratch.text("out") == mended + "\n")
        let counts = report.mends.map { "\($0.rule) \($0.count)" }
        #expect(Set(counts) == Set(mends.split(separator: ", ").map(String.init)))
    }

    @Test func utf16BecomesUTF8() throws {
        let scratch = try TemporaryDirectory()
        let text = tenGoodRows.map { $0.replacing("answer", with: "réponse 🎉") + "\n" }.joined()
        for isBig in [false, true] {
            let units = ("\u{FEFF}" + text).utf16.flatMap { unit in
                isBig ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
            }
            _ = try Fixer().run(from: .file(scratch.write("in", units)), to: .file("\(scratch.path)/out"))
            #expect(try scratch.text("out") == text)
        }
    }
}
