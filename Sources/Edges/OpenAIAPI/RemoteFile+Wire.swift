package import FineTuning
package import JSONText

extension RemoteFile {
    /// Reads a `file`; needs id and object.
    package init?(wire: JSONValue) {
        guard wire.isObject("file"), let id = wire["id"]?.word else { return nil }
        let bytes = wire["bytes"]?.number?.integer
        self.init(
            id: FileID(id), bytes: bytes.flatMap { $0 < 0 ? nil : $0 }, createdAt: wire["created_at"]?.moment,
            filename: wire["filename"]?.word, purpose: wire["purpose"]?.word, status: wire["status"]?.word,
            statusDetails: wire["status_details"]?.word, raw: wire.received)
    }
}

extension RemoteModel {
    /// Reads a `model`; needs id and object.
    init?(wire: JSONValue) {
        guard wire.isObject("model"), let id = wire["id"]?.word else { return nil }
        self.init(
            name: ModelName(id), createdAt: wire["created"]?.moment, ownedBy: wire["owned_by"]?.word,
            shutdownDate: wire["shutdown_date"]?.word, raw: wire.received)
    }
}

extension ChatAnswer {
    /// Reads a `chat.completion`; needs a message in its first choice.
    init?(wire: JSONValue) {
        guard wire.isObject("chat.completion"), let choice = wire["choices"]?.array?.first,
            let message = choice["message"], message.object != nil
        else { return nil }
        let parts = (message["content"]?.array ?? []).compactMap { $0["text"]?.string }
        self.init(
            text: message["content"]?.string ?? parts.joined(), refusal: message["refusal"]?.word,
            finishReason: choice["finish_reason"]?.word, promptTokens: wire["usage"]?["prompt_tokens"]?.number?.integer,
            completionTokens: wire["usage"]?["completion_tokens"]?.number?.integer, raw: wire.received)
    }
}
