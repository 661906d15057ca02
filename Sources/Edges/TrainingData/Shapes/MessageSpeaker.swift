/// Who says a message, by the names that are used for them.
package enum MessageSpeaker: Sendable, Equatable {
    case system
    case developer
    case user
    case assistant
    /// What a function answered.
    case tool
    /// The assistant calling a function.
    case call
    /// A name that is none of those known.
    case unknown

    package init(name: String) {
        switch ShapeNames.folded(name) {
        case "system": self = .system
        case "developer": self = .developer
        case "user", "human", "prompter", "instruction": self = .user
        case "assistant", "gpt", "bot", "model", "chatgpt", "ai", "chatbot", "bing", "bard": self = .assistant
        case "tool", "function", "observation", "tool_response", "function_response", "function_result": self = .tool
        case "function_call", "tool_call": self = .call
        default: self = .unknown
        }
    }

    /// The role as OpenAI has it; nil for an unknown one.
    var role: String? {
        switch self {
        case .system: "system"
        case .developer: "developer"
        case .user: "user"
        case .assistant, .call: "assistant"
        case .tool: "tool"
        case .unknown: nil
        }
    }
}

/// Roles that are no roles of OpenAI's, for calls of functions and their results.
package enum GlaiveRole: Sendable {
    case call
    case result

    package init?(_ role: String) {
        switch ShapeNames.folded(role) {
        case "function_call", "tool_call": self = .call
        case "function_response", "function_result", "observation", "tool_response": self = .result
        default: return nil
        }
    }
}
