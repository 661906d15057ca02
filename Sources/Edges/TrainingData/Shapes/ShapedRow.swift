import JSONText

/// What a row of a known shape says.
struct ShapedRow {
    enum Content {
        /// A conversation, the answer included.
        case chat([JSONValue])
        /// A prompt and two answers.
        case pair(prompt: [JSONValue], preferred: JSONValue, other: JSONValue)
        /// A row that is an example as it stands.
        case whole
    }

    var content: Content
    /// What stands beside the messages: `tools` and the like.
    var extras: [JSONObject.Member] = []
    /// The columns that the example is made of.
    var used: Set<String>
    /// Keys within those columns that are left out, as `conversations[].loss`.
    var leftOut: Set<String> = []
}

/// Why a row of a known shape makes no example.
enum ShapeProblem: Error {
    /// It is left out for a reason that is counted.
    case drop(DropReason)
    /// It has another shape; what is missing, in words that show nothing of its texts.
    case misfit(String)
}

extension JSONValue {
    /// Whether an assistant's message says nothing: no text, no call, no refusal.
    var saysNothing: Bool {
        for name in ["tool_calls", "function_call", "refusal", "audio"] {
            guard let value = self[name], !value.isNull, value.array?.isEmpty != true else { continue }
            return false
        }
        switch self["content"] {
        case .string(let text)?: return text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        case .array(let parts)?: return parts.isEmpty
        case .null?, nil: return true
        case .bool?, .number?, .object?: return false
        }
    }
}
