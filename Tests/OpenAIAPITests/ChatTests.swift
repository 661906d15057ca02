import FineTuning
import HTTPClient
import OpenAIAPI
import TestSupport
import Testing

@Suite struct ChatTests {
    @Test func aQuestionIsOneOrTwoMessages() throws {
        let reply = #"{"object":"chat.completion","choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}"#
        let line = "POST /v1/chat/completions"
        let transport = ScriptedTransport([.expect(line, json: reply), .expect(line, json: reply)])
        let client = OpenAIClient.test(transport)
        _ = try client.chat(
            ChatQuestion(
                model: ModelName("ft:m:o::1"), system: "Be brief.", prompt: "Why?", temperature: 0, maxTokens: 9))
        _ = try client.chat(
            ChatQuestion(model: ModelName("m"), prompt: "\"", temperature: 0.5, timeout: .seconds(5)))
        #expect(
            transport.requests.map { $0.body.text } == [
                #"{"model":"ft:m:o::1","messages":[{"role":"system","content":"Be brief."},"#
                    + #"{"role":"user","content":"Why?"}],"temperature":0,"max_completion_tokens":9}"#,
                #"{"model":"m","messages":[{"role":"user","content":"\""}],"temperature":0.5}"#,
            ])
        #expect(transport.requests.map(\.timeout) == [.seconds(120), .seconds(5)])
        transport.finish()
    }

    @Test(
        arguments: [
            (#"{"content":"hi"}"#, "hi", nil), (#"{"content":null,"refusal":"no"}"#, "", "no"), ("{}", "", nil),
            (#"{"content":[{"type":"text","text":"a"},{"type":"x"},{"type":"text","text":"b"}]}"#, "ab", nil),
        ] as [(String, String, String?)])
    func answersHaveSeveralShapes(_ message: String, _ text: String, _ refusal: String?) throws {
        let json =
            #"{"object":"chat.completion","choices":[{"message":\#(message),"finish_reason":"length"}],"#
            + #""usage":{"prompt_tokens":3,"completion_tokens":4}}"#
        let transport = ScriptedTransport([.expect("POST /v1/chat/completions", json: json)])
        let answer = try OpenAIClient.test(transport).chat(ChatQuestion(model: ModelName("m"), prompt: "x"))
        #expect(answer.text == text)
        #expect(answer.refusal == refusal)
        #expect(answer.finishReason == "length")
        #expect(answer.promptTokens == 3)
        #expect(answer.completionTokens == 4)
        #expect(answer.raw == json)
    }

    @Test(arguments: [
        #"{"object":"chat.completion","choices":[]}"#, #"{"object":"chat.completion","choices":[{}]}"#,
        #"{"choices":7}"#,
    ])
    func noChoiceIsNoAnswer(_ json: String) {
        let transport = ScriptedTransport([.expect("POST /v1/chat/completions", json: json)])
        let error = #expect(throws: ProviderError.self) {
            try OpenAIClient.test(transport).chat(
                ChatQuestion(model: ModelName("m"), prompt: "a secret"))
        }
        #expect(error?.description == "could not ask model m: 200: the answer is not a chat completion")
    }
}
