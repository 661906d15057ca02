package import FineTuning
package import JSONText

extension ChatAnswer {
    /// Reads a `chat.completion`; needs a message in its first choice.
    package init?(wire: JSONValue) {
        guard wire.isObject("chat.completion"), let choice = wire["choices"]?.array?.first,
            let message = choice["message"], message.object != nil
        else { return nil }
        let parts = (message["content"]?.array ?? []).compactMap { $0["text"]?.string }
        self.init(
            text: message["content"]?.string ?? parts.joined(), refusal: message["refusal"]?.word,
            finishReason: choice["finish_reason"]?.word, promptTokens: wire["usage"]?["prompt_tokens"]?.number?.integer,
            completionTokens: wire["usage"]?["completion_tokens"]?.number?.integer, raw: wire.compactText)
    }

    /// All that the API answered.
    package var received: JSONObject { JSONObject(received: raw) }
}
