import FineTuning
import JSONText
import TestSupport
import Testing

@testable import Evaluation

/// A judging model is asked in both orders, and for nothing twice.
@Suite struct GradingTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private static func answer(_ line: Int, _ model: String, _ text: String) -> RecordedAnswer {
        RecordedAnswer(
            line: line, digest: "d\(line)", sample: 1, model: ModelKey(account: .default, model: ModelName(model)),
            outcome: .answered(ModelReply(text: text)))
    }

    /// Three rows; of each the answers of two models.
    private static func report(_ models: [String] = ["a", "b"]) -> EvaluationReport {
        let rows = (1...3).map { line in
            ConversationRow(
                line: line, digest: "d\(line)",
                prompt: [.object(["role": .string("user"), "content": .string("Q\(line)")])], options: [:],
                expected: .object(["role": .string("assistant"), "content": .string("expected \(line)")]))
        }
        return EvaluationReport(
            rows, models: models.map { ModelKey(account: .default, model: ModelName($0)) },
            recorded: models.flatMap { model in (1...3).map { answer($0, model, "\(model)\($0)") } })
    }

    private func grading(_ stub: ChatStub, _ report: EvaluationReport) throws -> Grading {
        try Grading(
            report, by: EvaluatedModel(ModelName("judge"), provider: stub),
            prompt: GraderPrompt("{question}|{expected}|{first}|{second}", file: "p"),
            into: JudgementFile(in: directory.path), counter: nil)
    }

    /// Prefers `a1`; of row 2 whatever stands first; of row 3 nothing.
    private static func judge() -> ChatStub {
        ChatStub { question, _ in
            switch question.lastMessage {
            case "Q1|expected 1|a1|b1": ChatStub.reply("It is the FIRST")
            case "Q1|expected 1|b1|a1": ChatStub.reply("second")
            case "Q3|expected 3|a3|b3", "Q3|expected 3|b3|a3": ChatStub.reply("Tie.")
            case _: ChatStub.reply("First the one, then: FIRST")
            }
        }
    }

    @Test func whoWinsInBothOrdersHasWon() throws {
        let stub = Self.judge()
        do {
            let grading = try grading(stub, Self.report())
            #expect(grading.count == 6)
            #expect(try grading.run() == nil)
            let outcome = try #require(grading.outcomes().first)
            #expect([outcome.wins, outcome.losses, outcome.ties, outcome.unclear] == [1, 0, 2, 0])
            #expect(outcome.winRate.map { abs($0.mean - 2 / 3.0) < 1e-9 } == true)
        }
        // The verdicts are kept.
        let again = try grading(stub, Self.report())
        #expect(again.count == 0)
        #expect(again.outcomes().first?.wins == 1)
        #expect(stub.questions.count == 6)
    }

    @Test func oneModelIsComparedWithTheRowsOwnAnswers() throws {
        let stub = ChatStub { question, _ in
            ChatStub.reply(question.lastMessage.hasSuffix("|expected 1") ? "FIRST" : "no idea")
        }
        let grading = try grading(stub, Self.report(["a"]))
        #expect(try grading.run() == nil)
        #expect(stub.questions.contains("Q2|expected 2|a2|expected 2"))
        #expect(stub.questions.contains("Q2|expected 2|expected 2|a2"))
        let outcome = try #require(grading.outcomes().first)
        #expect(outcome.match.second == nil)
        #expect(outcome.unclear == 3)
        #expect(outcome.winRate == nil)
    }

    @Test(
        arguments: [
            ("FIRST", .first), ("the second one", .second), ("First? No: TIE", .tie), ("", .unclear),
            ("firstly", .unclear),
        ] as [(String, Verdict)])
    func theLastOfTheThreeWordsCounts(_ reply: String, _ verdict: Verdict) {
        #expect(Verdict(reply: reply) == verdict)
    }

    @Test func whatIsFilledInIsNoPlace() throws {
        let prompt = try GraderPrompt("{first} {second} {x}", file: "p")
        #expect(prompt.filled(question: "q", expected: "e", first: "{second}", second: "b") == "{second} b {x}")
        let error = #expect(throws: EvaluationError.self) { try GraderPrompt("{first}", file: "p.txt") }
        #expect(
            error?.description
                == "the grader's prompt p.txt lacks {second}: what is judged goes to {question}, {expected}, {first} and "
                + "{second}")
        #expect(
            GraderPrompt.standard.filled(question: "", expected: "", first: "A", second: "B").contains("A\n</first"))
    }
}
