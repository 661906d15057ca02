import Glibc
import JSONText
import TrainingData

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

    /// The keys that a finding names as those of a message.
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

    /// Sets a member; true when it was there already.
    mutating func replace(_ key: MessageKey, with value: JSONSlice) -> Bool {
        switch key {
        case .role: Self.replace(&role, value)
        case .content: Self.replace(&content, value)
        case .name: Self.replace(&name, value)
        case .weight: Self.replace(&weight, value)
        case .toolCalls: Self.replace(&toolCalls, value)
        case .functionCall: Self.replace(&functionCall, value)
        case .toolCallID: Self.replace(&toolCallID, value)
        case .refusal: Self.replace(&refusal, value)
        case .audio: Self.replace(&audio, value)
        }
    }

    /// The members that are there.
    var keys: [KeyMends.Key] {
        [
            (MessageKey.role, role), (.content, content), (.name, name), (.weight, weight), (.toolCalls, toolCalls),
            (.functionCall, functionCall), (.toolCallID, toolCallID), (.refusal, refusal), (.audio, audio),
        ].compactMap { key, value in value.map { KeyMends.Key(name: key.rawValue, $0) } }
    }

    private static func replace(_ member: inout JSONSlice?, _ value: JSONSlice) -> Bool {
        let isRepeated = member != nil
        member = value
        return isRepeated
    }
}

extension RowChecker {
    /// Checks a conversation, from its opening bracket to its closing one.
    mutating func checkMessages(_ scanner: inout JSONScanner, isPrompt: Bool = false) throws(JSONSyntaxError) {
        let start = scanner.position
        var number = 0
        var assistants = 0
        var trained = 0
        var asks = false
        var last: MessageRole?
        var lastIsKnown = false
        try scanner.beginArray()
        while try scanner.nextElement() {
            number += 1
            var message = MessageSlices(number: number, start: 0)
            guard try takeMessage(&scanner, into: &message) else {
                lastIsKnown = false
                continue
            }
            try judge(&message)
            last = message.speaker
            lastIsKnown = message.speaker != nil
            asks = asks || message.speaker == .user || message.speaker == .tool || message.speaker == nil
            if message.speaker == .assistant {
                assistants += 1
                if message.weight.map({ !raw($0).spells("0") }) ?? true { trained += 1 }
            }
        }
        if countsTokens { row.tokens.trained += 3 }
        guard !isPrompt, number > 0 else { return }
        if shape == .reinforcement, lastIsKnown, let last, last != .user {
            add(.lastNotUser, at: start) {
                "the last message is the \(last.rawValue)'s, not the user's: the model is to answer, and the grader to judge"
            }
        }
        guard shape == .supervised else { return }
        if assistants > 0, !asks {
            add(.noQuestion, at: start) { "nobody asks: the row has no message of the user" }
        }
        if assistants == 0 {
            add(.noAssistant, at: start) { "no message of the assistant: there is nothing to learn from the row" }
        } else if trained == 0 {
            add(.nothingToTrain, at: start) { "every message of the assistant has weight 0: there is nothing to learn" }
        } else if lastIsKnown, let last, last != .assistant {
            add(.lastNotAssistant, at: start) { "the last message is the \(last.rawValue)'s, not the assistant's" }
        }
    }

    /// Reads one message, of which the number is set; false when it is no object.
    mutating func takeMessage(
        _ scanner: inout JSONScanner, into message: inout MessageSlices
    ) throws(JSONSyntaxError) -> Bool {
        let number = message.number
        let kind = try scanner.nextKind()
        guard kind == .object else {
            let value = try scanner.value()
            add(.messageNotAnObject, at: value.start) { "message \(number) is to be an object; found \(kind.words)" }
            return false
        }
        message.start = scanner.position
        var unknown = UnknownKeys()
        var seen = KeysSeen()
        try scanner.beginObject()
        while let key = try scanner.nextMember() {
            guard let known = key.hasEscapes ? MessageKey(rawValue: text(key)) : MessageKey(raw(key)) else {
                if !seen.insert(text(key)) { addRepeated(key) }
                unknown.add(key, try scanner.value())
                continue
            }
            let value = try scanner.value()
            if message.replace(known, with: value) { addRepeated(key) }
        }
        if !unknown.keys.isEmpty {
            addUnknown(unknown, of: "message \(number)", .message, known: message.keys)
        }
        return true
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these are the bytes of a text of ours.
    func spells(_ text: StaticString) -> Bool {
        guard let base = baseAddress, count == text.utf8CodeUnitCount else { return false }
        return memcmp(base, text.utf8Start, count) == 0
    }
}
