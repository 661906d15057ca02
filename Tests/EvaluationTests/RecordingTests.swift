import Files
import FineTuning
import Glibc
import JSONText
import TestSupport
import Testing

@testable import Evaluation

/// Answers are asked for once, kept whole, and go on where they stood.
@Suite struct RecordingTests {
    private let directory: TemporaryDirectory
    private let file: ConversationFile
    private let plan: RecordingPlan

    init() throws {
        directory = try TemporaryDirectory()
        file = try Self.file(12, directory)
        plan = RecordingPlan(file)
    }

    private static func file(_ count: Int, _ directory: TemporaryDirectory) throws -> ConversationFile {
        let rows = (1...count).map {
            #"{"messages":[{"role":"user","content":"Q\#($0)"},{"role":"assistant","content":"A\#($0)"}]}"#
        }
        return try ConversationFile(
            path: try directory.write("rows-\(count).jsonl", rows.joined(separator: "\n") + "\n"))
    }

    private var folder: String { directory.path("keep") }

    private func model(_ stub: ChatStub, name: String = "m", price: AskingPrice? = nil) -> EvaluatedModel {
        EvaluatedModel(ModelName(name), provider: stub, price: price)
    }

    private static let quick = AskingPace.Bounds(concurrency: 4)

    private func run(
        _ model: EvaluatedModel, choice: AskingWork.Choice = .init(), bounds: AskingPace.Bounds = RecordingTests.quick,
        budget: Money? = nil, stoppingAfter most: Int = .max
    ) throws -> AskingRun.Outcome {
        let folder = try RecordFolder(folder, for: plan, file: file)
        let work = AskingWork(
            choice.rows(of: file), of: model, choice: choice, plan: plan, recorded: folder.answers, counter: nil)
        var done = 0
        let outcome = try AskingRun(file, into: folder, plan: plan, bounds: bounds, budget: budget)
            .ask(model, work, isStopped: { done >= most }) { done = $0.done }
        try folder.finish()
        return outcome
    }

    private func lines(_ name: String) throws -> [JSONValue] {
        try directory.text("keep/\(name)").split(separator: "\n").map { try JSONValue.parse(String($0)) }
    }

    @Test func eachRowIsAskedOnceAndTheAnswersAreATrainingFile() throws {
        let stub = ChatStub { question, _ in ChatStub.reply("to \(question.lastMessage)") }
        let outcome = try run(model(stub))
        #expect(outcome.answered == 12)
        #expect(outcome.stop == nil)
        #expect(stub.questions.sorted() == (1...12).map { "Q\($0)" }.sorted())
        let examples = try lines(RecordFolder.answersName)
        #expect(examples.map { $0["messages"]?.array?.last?["content"]?.string } == (1...12).map { "to Q\($0)" })
        #expect(examples.first?.object?.members.map(\.key) == ["messages"])
        let record = try #require(try lines(RecordFolder.recordName).first { $0["row"]?.number?.integer == 3 })
        #expect(record["expected"]?["content"]?.string == "A3")
        #expect(record["request"]?["messages"]?.array?.count == 1)
        #expect(record["finish_reason"]?.string == "stop")
        #expect(record["system_fingerprint"]?.string == "fp_1")
        #expect(record["response"]?["choices"] != nil)
        // Nothing is asked again, whoever opens the folder.
        #expect(try run(model(stub)).answered == 0)
        #expect(stub.questions.count == 12)
    }

    @Test func moreModelsRowsAndSamplesJoinTheFolder() throws {
        let stub = ChatStub { question, _ in ChatStub.reply("to \(question.lastMessage)") }
        #expect(try run(model(stub), choice: .init(limit: 5)).answered == 5)
        #expect(try run(model(stub), choice: .init(samples: 2)).answered == 19)
        #expect(try run(model(stub, name: "other")).answered == 12)
        #expect(try lines(RecordFolder.recordName).count == 36)
    }

    @Test func aStoppedRunGoesOnWhereItStood() throws {
        let stub = ChatStub { question, _ in ChatStub.reply(question.lastMessage) }
        let first = try run(model(stub), bounds: .init(concurrency: 1), stoppingAfter: 3)
        guard case .interrupted = first.stop else {
            Issue.record("\(String(describing: first.stop))")
            return
        }
        _ = try run(model(stub))
        #expect(stub.questions.sorted() == (1...12).map { "Q\($0)" }.sorted())
    }

    @Test func aLineThatADeathCutShortIsTakenAwayAndAskedAgain() throws {
        let stub = ChatStub { question, _ in ChatStub.reply(question.lastMessage) }
        _ = try run(model(stub), choice: .init(limit: 4))
        let text = try directory.text("keep/record.jsonl")
        try directory.write("keep/record.jsonl", String(text.dropLast(40)))
        #expect(try run(model(stub), choice: .init(limit: 4)).answered == 1)
        #expect(try lines(RecordFolder.recordName).count == 4)
        #expect(try lines(RecordFolder.answersName).count == 4)
    }

    @Test func whatTeachesNothingIsLeftOutOfTheTrainingFile() throws {
        let stub = ChatStub { question, _ in
            switch question.lastMessage {
            case "Q1": ChatStub.reply("")
            case "Q2": ChatStub.reply("half", finish: "length")
            case "Q3": ChatStub.reply("", refusal: "I cannot")
            case _: ChatStub.reply("fine")
            }
        }
        #expect(try run(model(stub)).answered == 12)
        #expect(try lines(RecordFolder.recordName).count == 12)
        #expect(try lines(RecordFolder.answersName).count == 9)
        let summary = RecordSummary(try RecordReader.recorded(in: folder))
        #expect(
            [summary.answers, summary.usable, summary.empty, summary.cut, summary.refused] == [12, 9, 1, 1, 1])
    }

    /// A reply that is no answer may have been paid for; a refusal has not.
    @Test func whatWasPaidForIsNotAskedAgainUnlessWanted() throws {
        let stub = ChatStub { question, _ throws(ProviderError) in
            switch question.lastMessage {
            case "Q2": throw ChatStub.failure(.badReply, "the answer is not a chat completion")
            case "Q3": throw ChatStub.failure(.invalidRequest, "too long")
            case _: return ChatStub.reply("fine")
            }
        }
        let first = try run(model(stub))
        #expect([first.answered, first.failed] == [10, 2])
        #expect(first.stop == nil)
        _ = try run(model(stub))
        #expect(stub.questions.dropFirst(12) == ["Q3"])
        _ = try run(model(stub), choice: .init(repeatsUnreadable: true))
        #expect(stub.questions.dropFirst(13).sorted() == ["Q2", "Q3"])
        let error = try lines(RecordFolder.recordName).first { $0["row"]?.number?.integer == 2 }
        #expect(error?["error"]?["message"]?.string == "could not ask model m: the answer is not a chat completion")
    }

    @Test func aModelThatIsGoneHalfwayLosesNothing() throws {
        let stub = ChatStub { question, number throws(ProviderError) in
            guard number < 5 else { throw ChatStub.failure(.notFound, "gone") }
            return ChatStub.reply("fine")
        }
        let outcome = try run(model(stub), bounds: .init(concurrency: 1))
        #expect(outcome.answered == 5)
        guard case .provider(let error) = outcome.stop else {
            Issue.record("\(String(describing: outcome.stop))")
            return
        }
        #expect(error.kind == .notFound)
        #expect(try RecordReader.recorded(in: folder).count == 5)
    }

    @Test func aStormOfRefusalsIsWaitedFor() throws {
        let stub = ChatStub { question, number throws(ProviderError) in
            guard number % 3 == 2 else { throw ChatStub.failure(.rateLimited(retryAfter: .milliseconds(1))) }
            return ChatStub.reply("fine")
        }
        // The pauses are real: few rows.
        #expect(try run(model(stub), choice: .init(limit: 2)).answered == 2)
    }

    @Test func aBudgetIsNotExceeded() throws {
        let stub = ChatStub { _, _ in ChatStub.reply("fine") }
        // 10 and 5 tokens: 0.00002 USD an answer, which is more than the rows' own would make likely.
        let price = try #require(
            Money(decimal: "1").flatMap { input in
                Money(decimal: "2").map { AskingPrice(input: input, output: $0) }
            })
        let budget = try #require(Money(decimal: "0.0001"))
        let outcome = try run(model(stub, price: price), budget: budget)
        guard case .budget = outcome.stop else {
            Issue.record("\(String(describing: outcome.stop))")
            return
        }
        #expect(outcome.answered == 5)
        // Nor by the next run.
        #expect(try run(model(stub, price: price), budget: budget).answered == 0)
    }

    /// A question that had to wait was reckoned twice.
    @Test func aBudgetThatSufficesDoesSoAfterARefusal() throws {
        let price = try #require(
            Money(decimal: "1").flatMap { input in
                Money(decimal: "2").map { AskingPrice(input: input, output: $0) }
            })
        let budgets = (1...99).compactMap { Money(decimal: $0 < 10 ? "0.00000\($0)" : "0.0000\($0)") }
        let fine = ChatStub { _, _ in ChatStub.reply("fine") }
        let least = try #require(
            try budgets.first { try run(model(fine, price: price), choice: .init(limit: 1), budget: $0).answered == 1 })
        let slow = ChatStub { _, number throws(ProviderError) in
            guard number > 0 else { throw ChatStub.failure(.rateLimited(retryAfter: .milliseconds(1))) }
            return ChatStub.reply("fine")
        }
        let other = try RecordingTests()
        let outcome = try other.run(other.model(slow, price: price), choice: .init(limit: 1), budget: least)
        #expect(outcome.answered == 1)
        #expect(outcome.stop == nil)
    }

    @Test func aFolderOfAnotherRunIsRefused() throws {
        let stub = ChatStub { _, _ in ChatStub.reply("fine") }
        _ = try run(model(stub), choice: .init(limit: 1))
        func refusal(_ plan: RecordingPlan, _ file: ConversationFile) -> String? {
            let error = #expect(throws: EvaluationError.self) { try RecordFolder(folder, for: plan, file: file) }
            return error?.description
        }
        let end = "): name another directory, or give the options that it was made with"
        var other = plan
        other.system = "S"
        #expect(refusal(other, file) == "\(folder) holds the answers of another run (with another system message\(end)")
        other = plan
        other.temperature = 1
        #expect(refusal(other, file) == "\(folder) holds the answers of another run (at temperature 0\(end)")
        let rows = try Self.file(3, directory)
        #expect(
            refusal(RecordingPlan(rows), rows)
                == "\(folder) holds the answers of another run (of another file, or of the file before it was changed\(end)"
        )
    }

    @Test func aSecondProcessIsRefused() throws {
        let held = try RecordFolder(folder, for: plan, file: file)
        let error = #expect(throws: EvaluationError.self) { try RecordFolder(folder, for: plan, file: file) }
        #expect(
            error?.description
                == "another process (process \(getpid())) is at work in \(folder): wait for it, or name another directory"
        )
        #expect(held.answers.isEmpty)
    }

    @Test(
        arguments: [
            (
                "plan.json", "{\"version\": 2}",
                "keep was written in version 2 of its format, and this program knows version 1"
            ),
            ("plan.json", "nothing", "keep/plan.json:1: it is no plan of recorded answers"),
            ("record.jsonl", "{}\n", "keep/record.jsonl:1: this is no recorded answer"),
            ("record.jsonl", "{\n", "keep/record.jsonl:1: the record is not JSON here"),
        ])
    func whatIsNotOursIsNotTouched(_ name: String, _ text: String, _ sentence: String) throws {
        let stub = ChatStub { _, _ in ChatStub.reply("fine") }
        _ = try run(model(stub), choice: .init(limit: 1))
        try directory.write("keep/\(name)", text)
        let error = #expect(throws: EvaluationError.self) { try RecordFolder(folder, for: plan, file: file) }
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
        #expect(try directory.text("keep/\(name)") == text)
    }

    /// Somebody's own answers.jsonl would have been written over.
    @Test(arguments: [RecordFolder.recordName, RecordFolder.answersName])
    func aFileOfOurNameWithoutAPlanIsNotTouched(_ name: String) throws {
        mkdir(folder, 0o700)
        try directory.write("keep/\(name)", "mine\n")
        let error = #expect(throws: EvaluationError.self) { try RecordFolder(folder, for: plan, file: file) }
        #expect(
            error?.description
                == "\(folder) has a \(name) and no plan.json to say how it was made: name another directory")
        #expect(try directory.text("keep/\(name)") == "mine\n")
    }
}
