import Digest
import Glibc
import Preparing
import TestSupport
import Testing
import TrainingData

@Suite struct PreparationTests {
    // Skipped where the sets are not beside the checkout; their licence keeps them out of it.
    @Test(.enabled(if: SharedData.isThere, "skipped: ../shared/data is not there"))
    func theNotebooksFileComesOutByteForByte() throws {
        let scratch = try TemporaryDirectory()
        let report = try Preparation(mapping: Preset.sciq.mapping).run(
            from: .file("\(SharedData.path)/sciq/sciq_validation.jsonl"), to: .file("\(scratch.path)/out.jsonl"))
        let written = try bytes(of: "\(scratch.path)/out.jsonl")
        #expect(try written == bytes(of: "\(SharedData.path)/sciq/sciq_validation.expected.jsonl"))
        #expect(
            try FileDigest.of(path: "\(scratch.path)/out.jsonl").sha256.description
                == "44328786b1c53b42672b2e48b3c8f7bc6d63345cbb0332887963a432d4ca8a99")
        #expect((report.read, report.kept, report.blankLines) == (1_000, 887, 0))
        #expect(report.dropped == [DropCount(reason: .emptyColumn("support"), rows: 113)])
        #expect((report.bytesRead, report.bytesWritten) == (641_233, 680_390))
        #expect(scratch.names == ["out.jsonl"])
    }

    @Test(.enabled(if: SharedData.isThere, "skipped: ../shared/data is not there"))
    func aFullSizeSetComesOutByteForByte() throws {
        let scratch = try TemporaryDirectory()
        let report = try Preparation(mapping: Preset.sciq.mapping).run(
            from: .file("\(SharedData.path)/sciq/train_shape.jsonl"), to: .file("\(scratch.path)/out.jsonl"))
        #expect(
            try FileDigest.of(path: "\(scratch.path)/out.jsonl").sha256.description
                == "66dd507787d172833cc232ef25c4bf586f7c5c92f6677b1ef4a2e008c4e3dd50")
        #expect((report.read, report.kept) == (11_679, 10_481))
    }

    @Test(arguments: [
        (#"{"q": "a", "a": "b"}"#, #"{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}"#),
        (
            #"{"q":"\u00e9\/\ud83d\ude00","a":"\u0007\u007f\"\\\n"}"#,
            #"{"role": "user", "content": "é/😀"}, {"role": "assistant", "content": "\u0007\#u{7F}\"\\\n"}"#
        ),
        (#"{"q": 1.50, "a": true}"#, #"{"role": "user", "content": "1.50"}, {"role": "assistant", "content": "true"}"#),
        (#"{"q": null, "a": "x"}"#, #"{"role": "user", "content": ""}, {"role": "assistant", "content": "x"}"#),
        (
            #"{"a": "x", "\u0071": "first", "other": [{}], "q": "last"}"#,
            #"{"role": "user", "content": "last"}, {"role": "assistant", "content": "x"}"#
        ),
    ])
    func valuesAreInsertedAsPythonWouldWriteThem(row: String, messages: String) throws {
        #expect(try prepared(row, .questions()) == "{\"messages\": [\(messages)]}\n")
    }

    @Test func templatesMayNameAColumnTwiceAndHoldBraces() throws {
        let mapping = RowMapping(
            system: try MessageTemplate("say \"{{hi}}\"\n"), user: try MessageTemplate("{q} {q}?"),
            assistant: try MessageTemplate("{ a }"))
        #expect(
            try prepared(#"{"q": "é", "a": 1}"#, mapping)
                == #"{"messages": [{"role": "system", "content": "say \"{hi}\"\n"}, "#
                + #"{"role": "user", "content": "é é?"}, {"role": "assistant", "content": "1"}]}"# + "\n")
    }

    @Test func rowsWithoutARequiredValueAreCountedByTheFirstReason() throws {
        let scratch = try TemporaryDirectory()
        let rows = [
            #"{"q": "1", "a": "x"}"#, #"{"q": "2", "a": " \t\n\u00a0\u3000　"}"#, #"{"q": "3", "a": null}"#,
            #"{"q": "", "a": ""}"#, #"{"q": "4"}"#, #"{"a": "x"}"#, #"{"q": 0, "a": false}"#,
        ]
        try scratch.write("in.jsonl", rows.joined(separator: "\n"))
        let report = try Preparation(mapping: .questions(required: ["a", "q"])).run(
            from: .file("\(scratch.path)/in.jsonl"), to: .file("\(scratch.path)/out.jsonl"))
        #expect((report.read, report.kept) == (7, 2))
        #expect(
            report.dropped == [
                DropCount(reason: .emptyColumn("a"), rows: 4), DropCount(reason: .emptyColumn("q"), rows: 1),
            ])
        #expect(report.dropped.map(\.reason.description) == ["no a", "no q"])
        #expect(try scratch.text("out.jsonl").split(separator: "\n").count == 2)
    }

    @Test func byteOrderMarkCarriageReturnsAndBlankLinesAreLetThrough() throws {
        let scratch = try TemporaryDirectory()
        try scratch.write("in.jsonl", "\u{FEFF}\r\n  \r\n{\"q\":1,\"a\":2}\r\n\n{\"q\":3,\"a\":4}")
        let report = try Preparation(mapping: .questions()).run(
            from: .file("\(scratch.path)/in.jsonl"), to: .file("\(scratch.path)/out.jsonl"))
        #expect((report.read, report.kept, report.blankLines) == (2, 2, 3))
    }

    @Test func linesLongerThanTheBufferAreReadWhole() throws {
        for length in [65_500, 65_536, 200_000] {
            let long = String(repeating: "x", count: length)
            let text = try prepared("{\"q\": \"\(long)\", \"a\": 1}\n{\"q\": 2, \"a\": 3}\n", .questions())
            #expect(text.utf8.count == length + 2 * 86 + 3)
            #expect(text.contains("\"\(long)\""))
        }
    }

    @Test func aPipeIsReadAndWrittenAsItComes() throws {
        let scratch = try TemporaryDirectory()
        let input = try scratch.write("in.jsonl", #"{"q": 1, "a": 2}"#)
        let reading = open(input, O_RDONLY)
        let writing = open("\(scratch.path)/out", O_WRONLY | O_CREAT, 0o600)
        defer {
            close(reading)
            close(writing)
        }
        _ = try Preparation(mapping: .questions()).run(
            from: .descriptor(reading, name: "standard input"), to: .descriptor(writing, name: "standard output"))
        #expect(try scratch.text("out").hasSuffix("\"2\"}]}\n"))
        #expect(fcntl(reading, F_GETFD) >= 0)
    }

    @Test func progressEndsWithEverything() throws {
        let scratch = try TemporaryDirectory()
        let row = #"{"q": 1, "a": 2}"# + "\n"
        let input = try scratch.write("in.jsonl", String(repeating: row, count: 2_500))
        var seen: [ReadingProgress] = []
        _ = try Preparation(mapping: .questions()).run(from: .file(input), to: .file("\(scratch.path)/out")) {
            seen.append($0)
        }
        #expect(seen.map(\.rows) == [1_000, 2_000, 2_500])
        #expect(seen.last?.bytesRead == seen.last?.size)
    }

    @Test func aPreviewShowsTheKeptColumnsOfTheFirstKeptRows() throws {
        let scratch = try TemporaryDirectory()
        let input = try scratch.write(
            "in.jsonl",
            """
            {"question": "q1", "distractor1": "d", "support": "", "correct_answer": "a1"}
            {"question": "q2", "distractor1": "d", "support": "s\\n2", "correct_answer": "a2", "n": 7}
            {"question": "q3", "distractor1": "d", "support": "s3", "correct_answer": "a3"}
            not JSON, but behind the rows that were asked for
            """)
        let preview = try Preparation(mapping: Preset.sciq.mapping).preview(of: .file(input), rows: 2)
        #expect(preview.columns == ["question", "support", "correct_answer", "n"])
        #expect(preview.rows == [["q2", "s\n2", "a2", "7"], ["q3", "s3", "a3", nil]])
    }
}

/// What a mapping makes of rows.
func prepared(_ rows: String, _ mapping: RowMapping) throws -> String {
    let scratch = try TemporaryDirectory()
    let input = try scratch.write("in.jsonl", rows)
    _ = try Preparation(mapping: mapping).run(from: .file(input), to: .file("\(scratch.path)/out.jsonl"))
    return try scratch.text("out.jsonl")
}
