import Preparing
import TestSupport
import Testing
import TrainingData

/// What is stated of each kind of hostile row, for preparing.
@Suite struct HostileRowTests {
    private static let deep = String(repeating: "[", count: 10_000)

    private func prepared(_ name: String, _ rows: [UInt8]) throws -> String {
        let scratch = try TemporaryDirectory()
        let path = try scratch.write(name, rows)
        let preparation = try Preparation(mapping: .questions())
        do {
            _ = try preparation.run(from: .file(path), to: .file("\(scratch.path)/out"))
        } catch let error as TrainingDataError {
            return error.description.replacing("\(scratch.path)/", with: "")
        }
        return try scratch.text("out")
    }

    private func chat(_ question: String, _ answer: String) -> String {
        "{\"messages\": [{\"role\": \"user\", \"content\": \"\(question)\"}, "
            + "{\"role\": \"assistant\", \"content\": \"\(answer)\"}]}\n"
    }

    @Test(
        arguments: [
            (Array(#"{"q": 1, "a": "\ud800"}"#.utf8), "1:16: not JSON: expected a whole surrogate pair"),
            (Array("{\"q\": 1, \"a\": \(deep)".utf8), "1:526: not JSON: expected at most 512 levels of nesting"),
            (
                Array("{\"q\": 1, \"a\": \"\0\"}".utf8),
                "1:16: not JSON: expected an escaped control character, such as \\n"
            ),
            (
                Array("{\"q\": 1, \"a\": \"".utf8) + [0xE9, 0x22, 0x7D],
                "1:16: not JSON: expected valid UTF-8 (--encoding windows-1252 reads what older programs write)"
            ),
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
}
