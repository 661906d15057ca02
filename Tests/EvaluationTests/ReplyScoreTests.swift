import FineTuning
import JSONText
import Testing

@testable import Evaluation

@Suite struct ReplyScoreTests {
    private static func row(_ expected: String) throws -> ConversationRow {
        ConversationRow(
            line: 1, digest: "d", prompt: [], options: [:],
            expected: try JSONValue.parse(expected))
    }

    private static func scores(_ reply: ModelReply?, _ expected: String) throws -> AnswerScores {
        var scorer = AnswerScorer()
        let outcome: RecordedAnswer.Outcome = reply.map { .answered($0) } ?? .unreadable("no answer")
        let answer = RecordedAnswer(
            line: 1, digest: "d", sample: 1, model: ModelKey(account: .default, model: ModelName("m")), outcome: outcome
        )
        return scorer.score(answer, of: try row(expected))
    }

    private static let object = #"{"role":"assistant","content":"{\"a\": 1, \"b\": [true]}"}"#

    @Test(
        arguments: [
            (#"{"b":[true],"a":1.0}"#, 1, 1), (#"{"a":1,"b":[true],"a":1}"#, 1, 1), (#"{"a":1}"#, 1, 0),
            ("```json\n{\"a\": 1}\n```", 0, 0), ("", 0, 0), ("7", 1, 0), (#"{"a":1,"b":[false]}"#, 1, 0),
        ] as [(String, Double, Double)])
    func jsonIsComparedByWhatItSays(_ text: String, _ valid: Double, _ equal: Double) throws {
        let scores = try Self.scores(ModelReply(text: text), Self.object)
        #expect(scores[.jsonValid] == valid)
        #expect(scores[.jsonEqual] == equal)
    }

    @Test func whatDoesNotApplyToARowHasNoScore() throws {
        let plain = try Self.scores(ModelReply(text: "x"), #"{"role":"assistant","content":"7"}"#)
        #expect(plain[.jsonValid] == nil)
        #expect(plain[.toolCalls] == nil)
        #expect(plain[.f1] == 0)
        let call =
            #"{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]}"#
        let calls = try Self.scores(ModelReply(text: "x"), call)
        #expect(calls[.f1] == nil)
        #expect(calls[.toolCalls] == 0)
    }

    @Test(
        arguments: [
            (
                #"[{"id":"9","function":{"name":"f","arguments":"{\"y\": 2, \"x\": 1}"}},{"function":{"name":"g","arguments":"{}"}}]"#,
                1
            ),
            (
                #"[{"function":{"name":"g","arguments":""}},{"function":{"name":"f","arguments":"{\"x\":1.0,\"y\":2}"}}]"#,
                1
            ),
            (#"[{"function":{"name":"f","arguments":"{\"x\":1,\"y\":2}"}}]"#, 0),
            (#"[{"function":{"name":"f","arguments":"{\"x\":1}"}},{"function":{"name":"g","arguments":"{}"}}]"#, 0),
            (
                #"[{"function":{"name":"f","arguments":"{\"x\":1,\"y\":2}"}},{"function":{"name":"f","arguments":"{\"x\":1,\"y\":2}"}}]"#,
                0
            ),
            ("[]", 0),
        ] as [(String, Double)])
    func callsAreComparedByNameAndArguments(_ calls: String, _ score: Double) throws {
        let expected =
            #"{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{\"x\":1,\"y\":2}"}},"#
            + #"{"function":{"name":"g","arguments":"{}"}}]}"#
        let reply = ModelReply(text: "", toolCalls: try JSONValue.parse(calls).array ?? [])
        #expect(try Self.scores(reply, expected)[.toolCalls] == score)
    }

    @Test func refusedAndCutAnswersAreCounted() throws {
        let expected = #"{"role":"assistant","content":"water"}"#
        let refused = try Self.scores(ModelReply(text: "", refusal: "I cannot", finishReason: "stop"), expected)
        #expect(refused[.refused] == 1)
        #expect(try Self.scores(ModelReply(text: "", finishReason: "content_filter"), expected)[.refused] == 1)
        let cut = try Self.scores(ModelReply(text: "wat", finishReason: "length"), expected)
        #expect(cut[.cut] == 1)
        #expect(cut[.refused] == 0)
        #expect(try Self.scores(nil, expected)[.f1] == 0)
    }
}
