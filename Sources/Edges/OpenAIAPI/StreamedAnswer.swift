import FineTuning
import JSONText
import JobJSON

/// An answer of chat that arrives in pieces: `chat.completion.chunk` objects as server-sent events.
struct StreamedAnswer {
    private var pending: [UInt8] = []
    private var text = ""
    private var refusal: String?
    private var finishReason: String?
    private var promptTokens: Int64?
    private var completionTokens: Int64?
    private var isDone = false
    private var object: ChatAnswer?
    /// What the server said went wrong in the middle, or what cannot be read.
    private(set) var problem: String?

    /// The whole answer; nil when it was cut off.
    var whole: ChatAnswer? {
        if let object { return object }
        guard isDone || finishReason != nil else { return nil }
        return ChatAnswer(
            text: text, refusal: refusal, finishReason: finishReason, promptTokens: promptTokens,
            completionTokens: completionTokens)
    }

    /// Takes bytes as they come; returns the pieces of text in them.
    mutating func take(_ bytes: UnsafeRawBufferPointer) -> [String] {
        pending += bytes
        // A message ends with an empty line; what stands behind the last one is not whole yet.
        guard let end = Self.endOfLastMessage(pending) else { return [] }
        let whole = Array(pending[..<end])
        pending.removeFirst(end)
        return read(whole)
    }

    /// What is left when the answer has ended: a last message without its empty line, or one object instead of events.
    mutating func finish() -> [String] {
        defer { pending = [] }
        guard pending.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{") else {
            return read(pending)
        }
        do throws(JSONSyntaxError) { object = ChatAnswer(wire: try TolerantJSON.parse(pending)) } catch {
            problem = "the answer is \(error)"
        }
        if object == nil, problem == nil { problem = "the answer is not a chat completion" }
        return object.map { [$0.text] } ?? []
    }

    private mutating func read(_ bytes: [UInt8]) -> [String] {
        EventStream.messages(bytes).compactMap { message in
            if message == Array("[DONE]".utf8) {
                isDone = true
                return nil
            }
            let chunk: JSONValue
            do throws(JSONSyntaxError) { chunk = try TolerantJSON.parse(message) } catch {
                problem = problem ?? "a piece of the answer is \(error)"
                return nil
            }
            return take(chunk)
        }
    }

    private mutating func take(_ chunk: JSONValue) -> String? {
        if let error = chunk["error"], error.object != nil {
            problem = error["message"]?.string ?? "the server gave up in the middle of the answer"
        }
        promptTokens = chunk["usage"]?["prompt_tokens"]?.number?.integer ?? promptTokens
        completionTokens = chunk["usage"]?["completion_tokens"]?.number?.integer ?? completionTokens
        guard let choice = chunk["choices"]?.array?.first else { return nil }
        finishReason = choice["finish_reason"]?.word ?? finishReason
        if let piece = choice["delta"]?["refusal"]?.string { refusal = (refusal ?? "") + piece }
        guard let piece = choice["delta"]?["content"]?.string, !piece.isEmpty else { return nil }
        text += piece
        return piece
    }

    private static func endOfLastMessage(_ bytes: [UInt8]) -> Int? {
        var index = bytes.count - 1
        while index > 0 {
            if bytes[index] == 0x0A {
                if bytes[index - 1] == 0x0A { return index + 1 }
                if index > 2, bytes[index - 1] == 0x0D, bytes[index - 2] == 0x0A { return index + 1 }
            }
            index -= 1
        }
        return nil
    }
}
