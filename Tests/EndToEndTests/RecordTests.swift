import Dispatch
import FineTuning
import Glibc
import JSONText
import TestSupport
import Testing

@testable import EndToEndSupport

/// `ftctl record` against a server that does what servers do.
@Suite struct RecordTests {
    @Test func answersAreATrainingFileThatCheckTakes() throws {
        let scene = try RecordScene(rows: 20) { prompt, _ in .saying("To \(prompt)") }
        let outcome = try scene.record()
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("would ask m: 20 requests, about "), "\(outcome.errors)")
        #expect(outcome.errors.contains("20 answers in record.jsonl, 20 examples in answers.jsonl\n"))
        #expect(try scene.place.control("check", "\(scene.folder)/answers.jsonl").code == 0)
        let examples = try scene.lines("answers.jsonl")
        #expect(
            examples.map { $0["messages"]?.array?.last?["content"]?.string } == (1...20).map { "To Question \($0)?" })
        #expect(scene.server.prompts.values.allSatisfy { $0 == 1 })
        let again = try scene.record()
        #expect(again.code == 0)
        #expect(
            again.errors.hasPrefix("all answers are recorded in \(scene.folder): nothing was asked\n"),
            "\(again.errors)")
        #expect(scene.server.count == 20)
    }

    @Test func nothingIsAskedWithoutAYes() throws {
        let scene = try RecordScene(rows: 3) { prompt, _ in .saying(prompt) }
        let outcome = try scene.place.control("record", scene.file, "-o", scene.folder, "--model", "m")
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains("Say yes beforehand: --yes\n"))
        #expect(scene.server.count == 0)
    }

    /// The long form is in Resilience.
    @Test func noAnswerIsPaidForTwiceWhenItIsKilled() throws {
        var random = SeededGenerator(seed: 7)
        let scene = try RecordScene(rows: 120) { prompt, _ in
            usleep(2_000)
            return .saying("To \(prompt)")
        }
        let deaths = try scene.killAtRandom(12, concurrency: 4, longestLife: 120, using: &random)
        let last = try scene.record("--concurrency", "4")
        #expect(last.code == 0, "\(last.errors)")
        #expect(try scene.lines("record.jsonl").count == 120)
        #expect(try scene.lines("answers.jsonl").count == 120)
        #expect(scene.server.prompts.count == 120)
        // What was in flight at a death is asked again, nothing else.
        #expect(scene.server.count - 120 <= deaths * 4, "\(scene.server.count) requests, \(deaths) deaths")
    }

    @Test func aModelThatIsGoneHalfwayLeavesWhatItSaid() throws {
        let scene = try RecordScene(rows: 20) { prompt, _ in
            prompt == "Question 9?" ? .error(404, "The model `m` does not exist") : .saying(prompt)
        }
        let outcome = try scene.record("--concurrency", "1")
        #expect(outcome.code == 3, "\(outcome.errors)")
        #expect(
            outcome.errors.contains(
                "ftctl: could not ask model m: 404: The model `m` does not exist; 8 answers of this run recorded\n"
                    + "  Ask another one with --model; all tuned models: ftctl model --all\n"), "\(outcome.errors)")
        #expect(try scene.lines("record.jsonl").count == 8)
        #expect(try scene.lines("answers.jsonl").count == 8)
    }

    @Test func aStormIsWaitedFor() throws {
        let scene = try RecordScene(rows: 10) { prompt, times in
            times < 1 ? .error(429, "slow down", headers: ["retry-after-ms: 20"]) : .saying(prompt)
        }
        let outcome = try scene.record()
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(try scene.lines("answers.jsonl").count == 10)
    }

    /// A reply without choices, one of a proxy, an empty one, a cut one and one that is far too long.
    @Test func badRepliesAreSentencesAndNothingIsLost() throws {
        let scene = try RecordScene(rows: 16) { prompt, times in
            switch prompt {
            case "Question 3?": ChatServer.Reply(body: #"{"object":"chat.completion","choices":[]}"#)
            case "Question 4?" where times < 1:
                ChatServer.Reply(status: 502, headers: ["Content-Type: text/html"], body: "<html>")
            case "Question 5?": .saying("")
            case "Question 6?": .saying("half an", finish: "length")
            case "Question 7?": ChatServer.Reply(body: String(repeating: "x", count: 100_000_000))
            case _: .saying("fine")
            }
        }
        let outcome = try scene.record()
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(
            outcome.errors.contains(
                "14 answers in record.jsonl, 12 examples in answers.jsonl; left out: 1 cut at the token limit, 1 empty, "
                    + "2 not readable\n"), "\(outcome.errors)")
        #expect(
            outcome.errors.contains("line 3: could not ask model m: 200: the answer is not a chat completion\n"),
            "\(outcome.errors)")
        let failed = try scene.lines("record.jsonl").filter { $0["error"]?["kind"]?.string == "bad-reply" }
        #expect(failed.compactMap { $0["row"]?.number?.integer }.sorted() == [3, 7])
        // They may have been paid for, and are not asked for again by the way.
        _ = try scene.record()
        #expect(scene.server.prompts["Question 3?"] == 1)
        _ = try scene.record("--again")
        #expect(scene.server.prompts["Question 3?"] == 2)
    }

    @Test func aFullDiskKeepsWhatWasRecorded() throws {
        let scene = try RecordScene(rows: 200) { prompt, _ in .saying(String(repeating: prompt, count: 40)) }
        let command = scene.arguments().map { "'\($0)'" }.joined(separator: " ")
        // Files of at most 64 blocks of 1,024 bytes; the signal that goes along with it is ignored.
        let outcome = try scene.place.shell("trap '' XFSZ; ulimit -f 64; exec $ftctl \(command)")
        #expect(outcome.code == 1, "\(outcome.errors)")
        #expect(
            outcome.errors.contains(
                "could not write \(scene.folder)/record.jsonl: File too large; all that was recorded before is whole, and "
                    + "the same command goes on with the rest"), "\(outcome.errors)")
        let kept = try scene.lines("record.jsonl").count
        #expect(kept > 5)
        #expect(try scene.record().code == 0)
        #expect(try scene.lines("record.jsonl").count == 200)
    }

    @Test func aSecondProcessIsRefused() throws {
        let mayAnswer = DispatchSemaphore(value: 0)
        let scene = try RecordScene(rows: 4) { prompt, _ in
            _ = mayAnswer.wait(timeout: .now() + 10)
            return .saying(prompt)
        }
        defer { for _ in 0..<4 { mayAnswer.signal() } }
        let first = try scene.place.start(Binaries.control, scene.arguments("--concurrency", "1"))
        try wait(until: "the first asks") { scene.server.count > 0 }
        let second = try scene.record()
        #expect(second.code == 1)
        #expect(
            second.errors
                == "ftctl: another process (process \(first.process)) is at work in \(scene.folder): wait for it, or name "
                + "another directory\n")
        try first.destroy()
    }

    @Test func whatIsUnderWayIsWaitedForWhenItIsInterrupted() throws {
        let scene = try RecordScene(rows: 50) { prompt, _ in
            usleep(200_000)
            return .saying(prompt)
        }
        let program = try scene.place.start(Binaries.control, scene.arguments("--concurrency", "2"))
        try wait(until: "some are asked") { scene.server.count > 3 }
        kill(program.process, SIGINT)
        let ending = try program.end(within: .seconds(20))
        #expect(ending == .exited(130), "\(program.errors)")
        #expect(program.errors.contains("ftctl: interrupted; every answer that arrived is recorded\n"))
        #expect(try scene.lines("record.jsonl").count == scene.server.count)
    }
}
