import FineTuning
import JSONText

/// An answered chat completion, whole or as server-sent events.
struct ChatReply {
    let id: String
    let created: UnixTime
    let model: String
    /// Nil beside calls that say nothing.
    let content: String?
    var calls: [Call] = []
    /// `stop`, `length` or `tool_calls`.
    let reason: String
    let choices: Int
    let promptTokens: Int
    /// Whether a whole answer has a log probability for each of its words.
    var hasLogProbabilities = false

    /// A call of a tool.
    struct Call {
        let id: String
        let name: String
        /// JSON text.
        let arguments: String

        var json: JSONObject {
            [
                "id": .string(id), "type": .string("function"),
                "function": .object(["name": .string(name), "arguments": .string(arguments)]),
            ]
        }
    }

    /// The whole answer.
    var json: JSONValue {
        var object = head("chat.completion")
        object["choices"] = .array(
            (0..<choices).map { index in
                .object([
                    "index": .integer(index), "message": .object(message),
                    "logprobs": logProbabilities, "finish_reason": .string(reason),
                ])
            })
        object["usage"] = usage
        object["service_tier"] = .string("default")
        object["system_fingerprint"] = .string("fp_simulated")
        return .object(object)
    }

    /// The answer a word at a time, ended by `[DONE]`.
    func events(includesUsage: Bool) -> [[UInt8]] {
        var chunks: [JSONValue] = []
        for index in 0..<choices {
            chunks.append(chunk(index, ["role": .string("assistant"), "content": .string("")], nil))
            chunks += words.map { chunk(index, ["content": .string($0)], nil) }
            for (number, call) in calls.enumerated() {
                var delta: JSONObject = ["index": .integer(number)]
                for member in call.json.members { delta[member.key] = member.value }
                chunks.append(chunk(index, ["tool_calls": .array([.object(delta)])], nil))
            }
            chunks.append(chunk(index, [:], reason))
        }
        if includesUsage {
            var object = head("chat.completion.chunk")
            object["choices"] = .array([])
            object["usage"] = usage
            chunks.append(.object(object))
        }
        return chunks.map { Array("data: \(JSONWriter.text($0))\n\n".utf8) } + [Array("data: [DONE]\n\n".utf8)]
    }

    /// Each word with the blank behind it.
    private var words: [String] {
        var words: [String] = []
        var word = ""
        for character in content ?? "" {
            word.append(character)
            if character.isWhitespace {
                words.append(word)
                word = ""
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    /// A model that says what it learned is nearly sure of each word, and less of longer ones.
    private var logProbabilities: JSONValue {
        guard hasLogProbabilities else { return .null }
        let entries = words.map { word -> JSONValue in
            .object([
                "token": .string(word), "logprob": .number(JSONNumber(text: "-0.0\(min(word.utf8.count, 9))")),
                "bytes": .array(word.utf8.map(JSONValue.integer)), "top_logprobs": .array([]),
            ])
        }
        return .object(["content": .array(entries), "refusal": .null])
    }

    private var message: JSONObject {
        var message: JSONObject = ["role": .string("assistant"), "content": .text(content)]
        if !calls.isEmpty { message["tool_calls"] = .array(calls.map { .object($0.json) }) }
        message["refusal"] = .null
        message["annotations"] = .array([])
        return message
    }

    private func head(_ kind: String) -> JSONObject {
        [
            "id": .string(id), "object": .string(kind), "created": .integer(created.seconds),
            "model": .string(model),
        ]
    }

    private func chunk(_ index: Int, _ delta: JSONObject, _ reason: String?) -> JSONValue {
        var object = head("chat.completion.chunk")
        object["choices"] = .array([
            .object([
                "index": .integer(index), "delta": .object(delta), "logprobs": .null, "finish_reason": .text(reason),
            ])
        ])
        return .object(object)
    }

    /// What the answer says, in tokens.
    var completionTokens: Int {
        ChatRequest.tokens((content ?? "") + calls.map { $0.name + $0.arguments }.joined()) * choices
    }

    private var usage: JSONValue {
        let completion = completionTokens
        return .object([
            "prompt_tokens": .integer(promptTokens), "completion_tokens": .integer(completion),
            "total_tokens": .integer(promptTokens + completion),
            "prompt_tokens_details": .object(["cached_tokens": .integer(0), "audio_tokens": .integer(0)]),
            "completion_tokens_details": .object(["reasoning_tokens": .integer(0)]),
        ])
    }
}
