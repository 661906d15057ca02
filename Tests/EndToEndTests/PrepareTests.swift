import Testing

/// `ftctl prepare` as a shell sees it.
@Suite struct PrepareTests {
    private let good = """
        {"question": "Q1", "distractor1": "x", "correct_answer": "A1", "support": "S1"}
        {"question": "Q2", "distractor1": "x", "correct_answer": "A2", "support": ""}

        """
    private let wanted = """
        {"messages": [{"role": "system", "content": "Given a science question, provide the correct answer with \
        a detailed explanation."}, {"role": "user", "content": "Q1"}, \
        {"role": "assistant", "content": "A1 Explanation: S1"}]}

        """

    @Test func itIsAStageOfAPipe() throws {
        let place = try Place()
        try TextFile.write(good, to: place.file("in.jsonl"))
        let result = try place.shell(
            "cd \(place.path); cat in.jsonl | $ftctl prepare - --preset sciq -o - | cat; echo ${PIPESTATUS[1]}")
        #expect(result.output == wanted + "0\n")
        #expect(result.errors.hasPrefix("read 2 rows, kept 1, dropped 1 ("), "\(result.errors)")
    }

    @Test(arguments: [
        ("{\"question\": \"Q\", \"correct_answer\": }\n", ":2:37: not JSON: expected "),
        ("[1, 2]\n", ":2: expected an object, {\"column\": value, …}, one a line; found an array"),
    ])
    func aBadLineIsNamedAndTheOldFileStays(line: String, message: String) throws {
        let place = try Place()
        let input = place.file("in.jsonl")
        let output = place.file("out.jsonl")
        try TextFile.write(good.split(separator: "\n")[0] + "\n" + line, to: input)
        try TextFile.write("old\n", to: output)
        let before = TextFile.names(in: place.path)
        let result = try place.control("prepare", input, "--preset", "sciq", "-o", output)
        #expect(result.code == 1)
        #expect(result.errors.hasPrefix("ftctl: \(input)\(message)"), "\(result.errors)")
        #expect(TextFile.read(output) == "old\n")
        #expect(TextFile.names(in: place.path).filter { !$0.hasPrefix("ftctl-") } == before)
    }

    @Test func aMissingColumnGetsTheNearestName() throws {
        let place = try Place()
        let input = place.file("in.jsonl")
        try TextFile.write(good, to: input)
        let result = try place.control(
            "prepare", input, "--user", "{qestion}", "--assistant", "{support}", "-o", place.file("out"))
        #expect(result.code == 2)
        #expect(result.errors.contains("no column \"qestion\""))
        #expect(result.errors.hasSuffix("did you mean \"question\"?\n"), "\(result.errors)")
    }

    @Test func anEmptyResultIsAnError() throws {
        let place = try Place()
        let input = place.file("in.jsonl")
        let output = place.file("out.jsonl")
        try TextFile.write(good.split(separator: "\n")[1] + "\n", to: input)
        let result = try place.control("prepare", input, "--preset", "sciq", "-o", output)
        #expect(result.code == 1)
        #expect(result.errors.contains("none of 1 rows is left"))
        #expect(TextFile.read(output) == nil)
    }

    @Test func aMissingFileIsNotFound() throws {
        let place = try Place()
        let result = try place.control("prepare", "/nonexistent.jsonl", "--preset", "sciq", "-o", "-")
        #expect(result.code == 3)
        #expect(result.errors == "ftctl: cannot read /nonexistent.jsonl: No such file or directory\n")
    }
}
