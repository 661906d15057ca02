import FineTuning
import JSONText
import TestSupport
import Testing
import Text

@testable import EndToEndSupport

@Suite struct AskTests {
    private struct Scene {
        let submit: SubmitScene
        let daemon: Program
        let model: String

        var place: Place { submit.place }

        /// A tuned model, of rows that have a system message of their own.
        init(system: String? = "Answer as a teacher.") throws {
            submit = try SubmitScene()
            let rows = (0..<12).map { number in
                let first = system.map { #"{"role":"system","content":"\#($0)"},"# } ?? ""
                return #"{"messages":[\#(first){"role":"user","content":"What is \#(number)?"},"#
                    + #"{"role":"assistant","content":"A number: \#(number)."}]}"#
            }
            try TextFile.write(rows.joined(separator: "\n") + "\n", to: submit.file)
            daemon = try submit.place.startDaemon()
            let job = try submit.submit().output.trimmed
            try submit.server.advance(.seconds(700))
            _ = try submit.place.control("wait", job)
            model = try submit.place.control("model").output.trimmed
        }
    }

    @Test func theSystemMessageIsThatOfTheTrainingFileWhileItHasItsBytes() throws {
        let scene = try Scene()
        let first = try scene.place.control("ask", "What is 7?")
        #expect(first.output == "A number: 7.\n", "\(first.errors)")
        #expect(
            first.errors
                == "asking \(scene.model); system message of \(scene.submit.file): Answer as a teacher.\n")
        try TextFile.write("{}\n", to: scene.submit.file)
        let second = try scene.place.control("ask", "What is 7?")
        #expect(
            second.errors
                == "asking \(scene.model); system message of [ask] system (\(scene.submit.file) has changed since it was "
                + "submitted): Given a question, reply with a complete explanation for students.\n")
        let third = try scene.place.control("ask", "What is 7?", "--no-system")
        #expect(third.errors == "asking \(scene.model); no system message\n")
        try scene.daemon.stop()
    }

    @Test func rowsWithoutASystemMessageAreAskedWithoutOne() throws {
        let scene = try Scene(system: nil)
        let answer = try scene.place.control("ask", "What is 7?", "-o", "json")
        let json = try JSONValue.parse(Array(answer.output.utf8))
        #expect(json["system"] == .null)
        #expect(json["system_source"]?.string == "training_file")
        #expect(json["answer"]?.string == "A number: 7.")
        #expect(json["match"] == .null)
        #expect(answer.errors == "asking \(scene.model); no system message, as \(scene.submit.file)\n")
        try scene.daemon.stop()
    }

    @Test func anAnswerComesAsItIsWrittenAndIsCompared() throws {
        let scene = try Scene()
        let streamed = try scene.place.control("ask", "What is 7?", "--stream")
        #expect(streamed.output == "A number: 7.\n", "\(streamed.errors)")
        let beside = try scene.place.control("ask", "What is 7?", "--expect", scene.submit.file)
        #expect(
            beside.output == "answer:\nA number: 7.\n\nexpected:\nA number: 7.\n\nthe same as expected\n",
            "\(beside.errors)")
        let closed = try scene.place.shell("$ftctl ask 'What is 7?' --stream 2>&1 | true")
        #expect(closed.code == 0)
        try scene.daemon.stop()
    }

    /// What the model learned is recorded, checks as a training file, and beats its base model on the same rows.
    @Test func theTunedModelIsRecordedAndComparedWithItsBase() throws {
        let scene = try Scene()
        let folder = scene.place.file("keep")
        let recorded = try scene.place.control(
            "record", scene.submit.file, "-o", folder, "--logprobs", "--samples", "2", "--yes")
        #expect(recorded.code == 0, "\(recorded.errors)")
        #expect(
            recorded.errors.contains("24 answers in record.jsonl, 24 examples in answers.jsonl\n"), "\(recorded.errors)"
        )
        #expect(try scene.place.control("check", "\(folder)/answers.jsonl").code == 0)
        let record = try #require(TextFile.read("\(folder)/record.jsonl")?.split(separator: "\n").first)
        let choice = try JSONValue.parse(String(record))["response"]?["choices"]?.array?.first
        #expect(choice?["logprobs"]?["content"]?.array?.isEmpty == false)

        let compared = try scene.place.control(
            "eval", scene.submit.file, "--base", "--yes", "-o", "json", "--min", "exact=0.9")
        let json = try JSONValue.parse(compared.output)
        let models = json["models"]?.array ?? []
        #expect(models.map { $0["model"]?.string } == [scene.model, "gpt-4o-mini-2024-07-18"])
        #expect(models.map { $0["exact"]?.number?.double } == [1, 0])
        // The base model does not reach it.
        #expect(compared.code == 1)
        #expect(json["unmet"]?.array?.map { $0["model"]?.string } == ["gpt-4o-mini-2024-07-18"])
        #expect(json["leakage"]?["training_file"]?.string == scene.submit.file)
        #expect(json["leakage"]?["lines"]?.array?.count == 12)
        // Nothing is asked twice.
        let again = try scene.place.control("eval", scene.submit.file, "--base", "--yes", "--worst", "0")
        #expect(again.errors.hasPrefix("all answers are recorded in "), "\(again.errors)")
        // Three calls of a model in an hour are one word for ftd, which writes it down; so it does for the base model, if the
        // server's list of models has been read by then.
        try wait(until: "the store knows when the model was asked") {
            try StoreContents(scene.place).usedModels.contains(scene.model)
        }
        try scene.daemon.stop()
    }

    /// A model that nobody made was waited for, two minutes long.
    @Test func aModelThatNobodyMadeIsNotWaitedFor() throws {
        let scene = try Scene()
        let name = "ft:gpt-4o-mini-2024-07-18:personal::nobody"
        let outcome = try scene.place.control("ask", "Why?", "--model", name)
        #expect(outcome.code == 3)
        #expect(!outcome.errors.contains("trying again"))
        #expect(outcome.errors.contains("no job in the store made it. All models: ftctl model --all\n"))
        #expect(try scene.submit.server.count("POST", "/v1/chat/completions") == 1)
        try scene.daemon.stop()
    }

    @Test(arguments: ["", "  \n"]) func anEmptyQuestionIsNotSent(_ question: String) throws {
        let place = try Place()
        let outcome = try place.control("ask", question)
        #expect(
            outcome.errors
                == "ftctl: ask: the question is empty; nothing was sent\n  For example: ftctl ask \"Why is the sky blue?\"\n"
        )
        #expect(outcome.code == 2)
    }
}
