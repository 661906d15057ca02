import Glibc
import JSONText

/// The members that a message may have.
enum MessageKey: String, CaseIterable {
    case role, content, name, weight
    case toolCalls = "tool_calls"
    case functionCall = "function_call"
    case toolCallID = "tool_call_id"
    case refusal, audio

    init?(_ raw: UnsafeRawBufferPointer) {
        let (key, spelling): (MessageKey, StaticString)
        switch raw.count {
        case 4: (key, spelling) = raw[0] == UInt8(ascii: "r") ? (.role, "role") : (.name, "name")
        case 5: (key, spelling) = (.audio, "audio")
        case 6: (key, spelling) = (.weight, "weight")
        case 7: (key, spelling) = raw[0] == UInt8(ascii: "c") ? (.content, "content") : (.refusal, "refusal")
        case 10: (key, spelling) = (.toolCalls, "tool_calls")
        case 12: (key, spelling) = (.toolCallID, "tool_call_id")
        case 13: (key, spelling) = (.functionCall, "function_call")
        default: return nil
        }
        guard raw.spells(spelling) else { return nil }
        self = key
    }

    /// For people: what a message has.
    static let common = ["role", "content", "name", "weight", "tool_calls", "tool_call_id"]
}

/// One message, as offsets.
struct MessageSlices {
    /// From 1.
    var number: Int
    var start: Int
    var role: JSONSlice?
    var content: JSONSlice?
    var name: JSONSlice?
    var weight: JSONSlice?
    var toolCalls: JSONSlice?
    var functionCall: JSONSlice?
    var toolCallID: JSONSlice?
    var refusal: JSONSlice?
    var audio: JSONSlice?
    /// What the role says, if it is a known one.
    var speaker: MessageRole?

    subscript(key: MessageKey) -> JSONSlice? {
        get {
            switch key {
            case .role: role
            case .content: content
            case .name: name
            case .weight: weight
            case .toolCalls: toolCalls
            case .functionCall: functionCall
            case .toolCallID: toolCallID
            case .refusal: refusal
            case .audio: audio
            }
        }
        set {
            switch key {
            case .role: role = newValue
            case .content: content = newValue
            case .name: name = newValue
            case .weight: weight = newValue
            case .toolCalls: toolCalls = newValue
            case .functionCall: functionCall = newValue
            case .toolCallID: toolCallID = newValue
            case .refusal: refusal = newValue
            case .audio: audio = newValue
            }
        }
    }
}

extension RowChecker {
    /// Checks a conversation, from its opening bracket to its closing one.
    mutating func checkMessages(_ scanner: inout JSONScanner, isPrompt: Bool = false) throws(JSONSyntaxError) {
        let start = scanner.position
        var number = 0
        var assistants = 0
        var trained = 0
        var last: MessageRole?
        var lastIsKnown = false
        try scanner.beginArray()
        while try scanner.nextElement() {
            number += 1
            guard var message = try takeMessage(&scanner, number: number) else {
                lastIsKnown = false
                continue
            }
            try judge(&message)
            last = message.speaker
            lastIsKnown = message.speaker != nil
            if message.speaker == .assistant {
                assistants += 1
                if message.weight.map({ !raw($0).spells("0") }) ?? true { trained += 1 }
            }
        }
        if counter != nil { row.tokens.trained += 3 }
        guard shape == .supervised, !isPrompt, number > 0 else { return }
        if assistants == 0 {
            add(.noAssistant, at: start) { "no message of the assistant: there is nothing to learn from the row" }
        } else if trained == 0 {
            add(.nothingToTrain, at: start) { "every message of the assistant has weight 0: there is nothing to learn" }
        } else if lastIsKnown, let last, last != .assistant {
            add(.lastNotAssistant, at: start) { "the last message is the \(last.rawValue)'s, not the assistant's" }
        }
    }

    /// Reads one message; nil when it is no object.
    mutating func takeMessage(
        _ scanner: inout JSONScanner, number: Int
    ) throws(JSONSyntaxError) -> MessageSlices? {
        let kind = try scanner.nextKind()
        guard kind == .object else {
            let value = try scanner.value()
            add(.messageNotAnObject, at: value.start) { "message \(number) is to be an object; found \(kind.words)" }
            return nil
        }
        var message = MessageSlices(number: number, start: scanner.position)
        var unknown = KeysSeen()
        try scanner.beginObject()
        while let key = try scanner.nextMember() {
            guard let known = key.hasEscapes ? MessageKey(rawValue: text(key)) : MessageKey(raw(key)) else {
                if !unknown.insert(text(key)) { addRepeated(key) }
                addUnknown(key, of: "message \(number)", MessageKey.common)
                _ = try scanner.value()
                continue
            }
            if message[known] != nil { addRepeated(key) }
            message[known] = try scanner.value()
        }
        return message
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these are the bytes of a text of ours.
    func spells(_ text: StaticString) -> Bool {
        guard let base = baseAddress, count == text.utf8CodeUnitCount else { return false }
        return memcmp(base, text.utf8Start, count) == 0
    }
}
