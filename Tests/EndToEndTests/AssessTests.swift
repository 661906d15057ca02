import Testing

@testable import EndToEndSupport

/// `ftctl assess` as a shell sees it.
@Suite struct AssessTests {
    private static let rows = """
        {"text": "old enough", "date": "2001-01-01"}
        {"text": "older", "date": 1}\r
        {"text": "not yet", "date": "9999-01-01"}

        """

    private func place() throws -> Place {
        let place = try Place()
        try TextFile.write("", to: place.configuration)
        return place
    }

    @Test func aCorpusIsSplitOutOfAPipe() throws {
        let place = try place()
        try TextFile.write(Self.rows, to: place.file("c.jsonl"))
        let result = try place.shell(
            "cd \(place.path); cat c.jsonl | $ftctl assess - --split parts -o json | grep -c not-enough-known; "
                + "echo ${PIPESTATUS[1]}; cat parts/static.jsonl parts/dynamic.jsonl | cmp - c.jsonl && echo same")
        #expect(result.output == "1\n0\nsame\n", "\(result.errors)")
        #expect(
            TextFile.read(place.file("parts/dynamic.jsonl")) == #"{"text": "not yet", "date": "9999-01-01"}"# + "\n")
    }

    @Test(arguments: [
        (rows + "{\n", 1, ":4:2: not JSON: expected "),
        ("\u{1F}\u{8B}\u{0}\u{0}", 1, ":1: no row: expected JSON objects, one a line"),
        ("{\"words\": \"a\"}\n", 2, ":1: no column \"text\"; there are words"),
    ])
    func whatCannotBeReadIsNamedAndNothingIsWritten(text: String, code: Int32, message: String) throws {
        let place = try place()
        let input = place.file("c.jsonl")
        try TextFile.write(text, to: input)
        let result = try place.control("assess", input, "--split", place.file("parts"))
        #expect(result.code == code)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(!TextFile.names(in: place.path).contains("parts"))
    }

    @Test func aMissingFileIsNotFound() throws {
        let result = try place().control("assess", "/nonexistent.jsonl")
        #expect(result.code == 3)
        #expect(result.errors == "ftctl: cannot read /nonexistent.jsonl: No such file or directory\n")
    }
}
