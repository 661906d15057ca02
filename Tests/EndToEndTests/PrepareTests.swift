import Glibc
import Testing

@testable import EndToEndSupport

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
        #expect(result.errors.contains("of 1 row none is left"))
        #expect(TextFile.read(output) == nil)
    }

    @Test func aMissingFileIsNotFound() throws {
        let place = try Place()
        let result = try place.control("prepare", "/nonexistent.jsonl", "--preset", "sciq", "-o", "-")
        #expect(result.code == 3)
        #expect(result.errors == "ftctl: cannot read /nonexistent.jsonl: No such file or directory\n")
    }

    @Test func sharesPairsAndFeedbackWorkTogether() throws {
        let place = try Place()
        let rows = (0..<100).map { "\($0),q\($0),right \($0),wrong \($0)\n" }.joined()
        try TextFile.write("nr,q,a,w\n" + rows, to: place.file("rows.csv"))
        try TextFile.write("nr\tcorrection\trejected\n1\tbetter\t\n2\t\tyes\n", to: place.file("said.tsv"))
        let result = try place.control(
            "prepare", place.file("rows.csv"), "--user", "{q}", "--assistant", "{a}", "--format", "preference",
            "--non-preferred", "{w}", "--feedback", place.file("said.tsv"), "--key", "nr", "--shuffle",
            "--validation-share", "0.2", "-o", place.file("train.jsonl"))
        #expect(result.code == 0)
        #expect(result.errors.hasPrefix("read 100 rows, kept 99, dropped 1 (rejected 1)\n"), "\(result.errors)")
        let training = TextFile.read(place.file("train.jsonl")) ?? ""
        let validation = TextFile.read(place.file("train.validation.jsonl")) ?? ""
        let lines = (training + validation).split(separator: "\n")
        #expect(lines.count == 100)
        #expect(validation.split(separator: "\n").count > 5)
        #expect(lines.filter { $0.contains("\"better\"") && $0.contains("\"right 1\"") }.count == 1)
        #expect(lines.filter { $0.contains("\"better\"") && $0.contains("\"wrong 1\"") }.count == 1)
        #expect(lines.filter { $0.contains("\"q2\"") }.isEmpty)
    }

    @Test func anInterruptedRunLeavesNoTemporaryFile() throws {
        let place = try Place()
        mkfifo(place.file("rows"), 0o600)
        let running = try place.start(
            Binaries.control, ["prepare", place.file("rows"), "--preset", "sciq", "-o", place.file("out.jsonl")])
        let writer = open(place.file("rows"), O_WRONLY | O_CLOEXEC)
        defer { close(writer) }
        #expect(write(writer, good, good.utf8.count) == good.utf8.count)
        try wait(until: "it has read the rows") {
            var unread: Int32 = 1
            return ioctl(writer, UInt(FIONREAD), &unread) == 0 && unread == 0
        }
        running.send(SIGINT)
        #expect(try running.end() == .exited(130))
        #expect(TextFile.names(in: place.path).filter { $0.contains("out.jsonl") } == [])
        #expect(running.errors == "ftctl: interrupted; \(place.file("out.jsonl")) is as it was\n")
    }
}
