import FineTuning
import HTTPClient
import Synchronization
import TestSupport
import Testing

@testable import OpenAIAPI

@Suite struct StreamedChatTests {
    private static let events = """
        data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n
        data: {"choices":[{"index":0,"delta":{"content":"Wet "},"finish_reason":null}]}\n
        data: {"choices":[{"index":0,"delta":{"content":"länd."},"finish_reason":null}]}\n
        data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n
        data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}\n
        data: [DONE]\n\n
        """

    private func pieces(of bytes: [UInt8], each size: Int) -> (pieces: [String], answer: StreamedAnswer) {
        var answer = StreamedAnswer()
        var pieces: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            pieces += Array(rest.prefix(size)).withUnsafeBytes { answer.take($0) }
            rest = rest.dropFirst(size)
        }
        pieces += answer.finish()
        return (pieces, answer)
    }

    @Test(arguments: [1, 2, 3, 7, 50, 10_000]) func theTextIsTheSameHoweverTheBytesArrive(_ size: Int) {
        for text in [
            Self.events, Self.events.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"),
        ] {
            let (pieces, answer) = pieces(of: Array(text.utf8), each: size)
            #expect(pieces == ["Wet ", "länd."])
            #expect(
                answer.whole
                    == ChatAnswer(text: "Wet länd.", finishReason: "stop", promptTokens: 7, completionTokens: 3))
        }
    }

    @Test func oneObjectIsAnAnswerToo() throws {
        let json = #"{"object":"chat.completion","choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}"#
        let (pieces, answer) = pieces(of: Array(json.utf8), each: 9)
        #expect(pieces == ["hi"])
        #expect(answer.whole?.text == "hi")
    }

    @Test(
        arguments: [
            (#"data: {"choices":[{"delta":{"content":"We"}}]}"# + "\n\n", "the answer ended before it was whole"),
            (#"data: {"error":{"message":"overloaded"}}"# + "\n\n", "overloaded"),
            ("{\"object\":\"list\"}", "the answer is not a chat completion"),
            ("", "the answer ended before it was whole"),
        ] as [(String, String)])
    func whatIsNotWholeIsAnError(_ body: String, _ cause: String) {
        let transport = ScriptedTransport([.expect("POST /v1/chat/completions", json: body)])
        let error = #expect(throws: ProviderError.self) {
            try OpenAIClient.test(transport).chat(ChatQuestion(model: ModelName("m"), prompt: "x")) { _ in true }
        }
        #expect(error?.description.hasSuffix(cause) == true, "\(error?.description ?? "")")
    }

    @Test func theRequestAsksForAStreamWithItsUsage() throws {
        let transport = ScriptedTransport([.expect("POST /v1/chat/completions", json: Self.events)])
        let seen = Mutex<[String]>([])
        let answer = try OpenAIClient.test(transport)
            .chat(ChatQuestion(model: ModelName("m"), prompt: "x")) { piece in
                seen.withLock { $0.append(piece) }
                return true
            }
        #expect(answer.text == "Wet länd.")
        #expect(seen.withLock { $0 } == ["Wet ", "länd."])
        #expect(
            transport.requests.map { $0.body.text } == [
                #"{"model":"m","messages":[{"role":"user","content":"x"}],"stream":true,"stream_options":{"include_usage":true}}"#
            ])
        transport.finish()
    }
}
