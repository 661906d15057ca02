import Glibc
import Preparing
import TestSupport
import Testing
import TrainingData

@Suite struct ReadingTests {
    private func prepared(_ name: String, _ text: String) throws -> String {
        let scratch = try TemporaryDirectory()
        _ = try Preparation(mapping: .questions()).run(
            from: .file(scratch.write(name, text)), to: .file("\(scratch.path)/out.jsonl"))
        return try scratch.text("out.jsonl")
    }

    private func row(_ question: String, _ answer: String) -> String {
        #"{"messages": [{"role": "user", "content": "\#(question)"}, {"role": "assistant", "content": "\#(answer)"}]}"#
            + "\n"
    }

    @Test(arguments: [
        "q,a\n1,2\n3,4\n", "q,a\r\n1,2\r\n3,4", "\u{FEFF}q,a\n\"1\",\"2\"\n\n3,4\n",
        "\"q\",x,\"a\"\n1,\"\n\",2\n3,,4\n",
    ])
    func separatedValuesAreRows(text: String) throws {
        #expect(try prepared("rows.csv", text) == row("1", "2") + row("3", "4"))
    }

    @Test(arguments: [
        "q,a\n1,2\n3,4\n", "q\ta\n1\t2\n3\t4\n", "\u{FEFF}\"q\",\"a\"\r\n1,2\r\n3,4", "\n\r\nq,a\n1,2\n3,4\n",
        "a long name\tq\ta, too\ta\n\t1\t\t2\n\t3\t\t4",
    ])
    func separatedValuesAreKnownByTheirFirstLineWhateverTheName(text: String) throws {
        #expect(try prepared("rows", text) == row("1", "2") + row("3", "4"))
        let scratch = try TemporaryDirectory()
        let file = open(try scratch.write("in", text), O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        let report = try Preparation(mapping: .questions()).run(
            from: .descriptor(file, name: "standard input"), to: .file("\(scratch.path)/out.jsonl"))
        #expect(report.kept == 2)
    }

    @Test(arguments: [true, false], ["\u{FEFF}", ""])
    func textOfTwoBytesACharacterIsRead(isLittle: Bool, mark: String) throws {
        func pairs(_ text: String) -> [UInt8] {
            (mark + text).utf16.flatMap { unit -> [UInt8] in
                let (low, high) = (UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8))
                return isLittle ? [low, high] : [high, low]
            }
        }
        for text in ["{\"q\": \"é😀\", \"a\": 2}\n", "q,a\r\né😀,2\r\n", "q\ta\né😀\t2"] {
            let scratch = try TemporaryDirectory()
            _ = try Preparation(mapping: .questions()).run(
                from: .file(scratch.write("rows", pairs(text))), to: .file("\(scratch.path)/out.jsonl"))
            #expect(try scratch.text("out.jsonl") == row("é😀", "2"))
        }
    }

    @Test func blankLinesBeforeTheHeaderAreSkipped() throws {
        #expect(try prepared("rows.csv", "\n\r\nq,a\n1,2\n") == row("1", "2"))
    }

    @Test func quotesHoldLineEndsSeparatorsAndQuotes() throws {
        #expect(
            try prepared("rows.csv", "q,a\n\"one\r\ntwo, \"\"three\"\"\",it's \"ok\"\n")
                == row(#"one\r\ntwo, \"three\""#, #"it's \"ok\""#))
        #expect(try prepared("rows.TSV", "q\ta\n1, 2\t\"x\ty\"\n") == row("1, 2", #"x\ty"#))
    }

    @Test(arguments: [
        ("q,a\n1\n", "2:1: not CSV: expected 2 values, as the first line names; found 1"),
        (
            "q,a\n1,2,3\n",
            "2:1: not CSV: expected 2 values, as the first line names; found 3 (quote a value that holds \",\")"
        ),
        (
            "q;a\n1;2;3\n",
            "2:1: not CSV: expected 2 values, as the first line names; found 3 (quote a value that holds \";\")"
        ),
        ("q,a\n1,\"é\" x\n", "2:6: not CSV: expected a separator or the line's end after a closing quote"),
        ("q,a\n1,\"x\ny", "2:3: not CSV: expected a closing quote for the one that opens here"),
        ("q,q\n1,2\n", "1:1: not CSV: expected every column once in the first line; \"q\" stands twice"),
    ])
    func brokenRecordsAreNamed(text: String, message: String) throws {
        let scratch = try TemporaryDirectory()
        let path = try scratch.write("rows.csv", text)
        let error = #expect(throws: TrainingDataError.self) {
            try Preparation(mapping: .questions()).run(from: .file(path), to: .file("\(scratch.path)/out.jsonl"))
        }
        #expect(error?.description == "\(path):\(message)")
    }

    /// The second row was taken: without the comma between them its bytes are one character.
    @Test(arguments: [[0x31, 0x2C, 0xE9], [0xDE, 0x2C, 0x84]] as [[UInt8]])
    func textThatIsNotUTF8IsRefused(row: [UInt8]) throws {
        let scratch = try TemporaryDirectory()
        let path = try scratch.write("rows.csv", Array("q,a\n".utf8) + row + [0x0A])
        let error = #expect(throws: TrainingDataError.self) {
            try Preparation(mapping: .questions()).run(from: .file(path), to: .file("\(scratch.path)/out.jsonl"))
        }
        #expect(
            error?.description
                == "\(path):2:1: not CSV: expected valid UTF-8 "
                + "(--encoding windows-1252 reads what older programs write)")
    }

    @Test(arguments: [
        #"[{"q":"1","a":"2"},{"q":"3","a":"4"}]"#,
        "\u{FEFF}\n [ {\n\"a\": 2,\n\"q\": \"1\", \"o\": {\"x\": [\"}\", \"\\\"]\"]}}\n,\n{\"q\":3,\"a\":4} ]\n",
    ])
    func anArrayOfObjectsIsRows(text: String) throws {
        #expect(try prepared("rows.json", text) == row("1", "2") + row("3", "4"))
        #expect(try prepared("rows.csv", text) == row("1", "2") + row("3", "4"))
    }

    @Test(arguments: [
        ("[{\"q\":1,\"a\":2}\n{\"q\":1}]", "2:1: not JSON: expected \",\" or \"]\" after a row"),
        ("[\n{\"q\":1,\n \"a\":é}]", "3:6: not JSON: expected a value"),
        ("[{\"q\":1,\"a\":2}, 5]", "1:17: not JSON: expected a row, {\"column\": value, …}"),
        ("[{\"q\":1,\"a\":2}", "1:15: not JSON: expected \",\" or \"]\" after a row"),
        ("[{\"q\":1,\"a\":2}] x", "1:17: not JSON: expected the end of the text"),
        ("[{\"q\":1,\"a\":2},{\"q", "1:19: not JSON: expected a closing double quote"),
    ])
    func brokenArraysAreNamed(text: String, message: String) throws {
        let scratch = try TemporaryDirectory()
        let path = try scratch.write("rows.json", text)
        let error = #expect(throws: TrainingDataError.self) {
            try Preparation(mapping: .questions()).run(from: .file(path), to: .file("\(scratch.path)/out.jsonl"))
        }
        #expect(error?.description == "\(path):\(message)")
    }

    @Test func rowsLongerThanTheBufferAreReadWhole() throws {
        let long = String(repeating: "x", count: 300_000)
        #expect(try prepared("rows.csv", "q,a\n\(long),2\n") == row(long, "2"))
        #expect(try prepared("rows.json", "[{\"q\":\"\(long)\",\"a\":2}]") == row(long, "2"))
    }
}
