import Glibc
import JSONText
import Testing
import Text

@testable import EndToEndSupport

/// A job of reinforcement, and the moderation endpoint, with the real programs.
@Suite struct ReinforcementTests {
    private static func rows(_ count: Int, without: Int? = nil) -> String {
        (0..<count).map { number in
            let answer = number == without ? "" : #", "answer": "\#(number)""#
            return #"{"messages": [{"role": "user", "content": "What is \#(number)?"}]\#(answer)}"# + "\n"
        }.joined()
    }
    private static let grader =
        #"{"type": "string_check", "name": "same", "operation": "eq", "input": "{{sample.output_text}}", "reference": "{{item.answer}}"}"#

    @Test func aGraderGoesWithTheJob() throws {
        let place = try Place()
        let server = try SimulatedServer(place, speed: 20, options: ["--like", "azure"])
        try place.configure(server.baseURL)
        let names = ["train.txt", "valid.jsonl", "grader.json"].map(place.file)
        for (name, text) in zip(names, [Self.rows(12), Self.rows(2), Self.grader]) {
            try TextFile.write(text, to: name)
        }
        let arguments = [
            "submit", names[0], "--validation", names[1], "--method", "reinforcement", "--grader", names[2], "--model",
            "o4-mini-2025-04-16", "--yes", "-o", "name",
        ]
        let program = try place.start(Binaries.control, arguments)
        #expect(try program.end(within: .seconds(60)) == .exited(0), "\(program.errors)")
        #expect(program.errors.contains("uploaded as train.jsonl"), "\(program.errors)")
        let create = try #require(
            try server.requests().last { $0.method == "POST" && $0.path.contains("/fine_tuning/jobs") })
        #expect(create.path.contains("jobs"))
        #expect(try server.jobIDs() == [program.output.trimmed])
    }

    @Test(arguments: [
        (["--grader", "grader.json"], "ftctl: submit: reinforcement needs a validation file: --validation FILE"),
        (["--validation", "valid.jsonl"], "ftctl: submit: reinforcement needs what judges the answers: --grader FILE"),
        (
            ["--grader", "grader.json", "--validation", "valid.jsonl"],
            "line 5: the grader reads {{item.answer}}, which the row does not have"
        ),
    ])
    func whatIsMissingIsSaidBeforeAnythingIsSent(options: [String], message: String) throws {
        let scene = try SubmitScene()
        for (name, text) in [
            ("train.jsonl", Self.rows(12, without: 4)), ("valid.jsonl", Self.rows(2)), ("grader.json", Self.grader),
        ] {
            try TextFile.write(text, to: scene.place.file(name))
        }
        let files = options.map { $0.hasPrefix("--") ? $0 : scene.place.file($0) }
        let program = try scene.place.start(
            Binaries.control, ["submit", scene.file, "--method", "reinforcement", "--yes"] + files)
        _ = try program.end(within: .seconds(60))
        #expect(program.errors.contains(message), "\(program.errors)")
        #expect(try scene.server.fileIDs() == [])
    }

    @Test func aFileOfAnotherMethodIsNotSentAsSupervised() throws {
        let scene = try SubmitScene()
        try TextFile.write(Self.rows(12), to: scene.file)
        let result = try scene.submit()
        #expect(result.code == 1)
        #expect(result.errors.contains("all rows are reinforcement rows"), "\(result.errors)")
        #expect(try scene.server.fileIDs() == [])
        let checked = try scene.place.control("check", scene.file)
        #expect(checked.output.contains("submit with --method reinforcement --grader FILE"), "\(checked.output)")
        #expect(!checked.errors.contains("ftctl submit"))
    }

    @Test func theModerationEndpointIsAskedOnlyWhenAskedFor() throws {
        let scene = try SubmitScene()
        let text =
            TrainingRows.text(12)
            + #"{"messages": [{"role": "user", "content": "I will kill you"}, {"role": "assistant", "content": "No."}]}"#
            + "\n"
        try TextFile.write(text, to: scene.file)
        _ = try scene.place.control("check", scene.file)
        #expect(try scene.server.count("POST", "/v1/moderations") == 0)
        let result = try scene.place.control("check", scene.file, "--moderate")
        #expect(
            result.errors.contains("--moderate sends the texts of 13 examples to \(scene.server.baseURL)/moderations"),
            "\(result.errors)")
        #expect(
            result.output.contains("▲ warning  moderation  1\n  line 13  the moderation endpoint flags it (violence)"),
            "\(result.output)")
        #expect(try scene.server.count("POST", "/v1/moderations") == 1)
    }
}
