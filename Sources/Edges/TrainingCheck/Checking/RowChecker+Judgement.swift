import JSONText
import Text
import TrainingData

extension RowChecker {
    /// Checks a message and takes it into the row's sums.
    mutating func judge(_ message: inout MessageSlices) throws(JSONSyntaxError) {
        message.speaker = judgeRole(message)
        judgeOpenCalls(before: message)
        sketches?.beginMessage(of: message.speaker)
        var content = Content()
        if let slice = message.content {
            switch slice.kind {
            case .string: inspect(slice, message.number, into: &content)
            case .array: try inspectParts(slice, message, into: &content)
            case .null: break
            case .object, .number, .bool:
                add(.contentShape, at: slice.start, mend: slice.kind == .number ? "writes it as text" : nil) {
                    "message \(message.number): the content is to be text or a list of parts; found \(slice.kind.words)"
                }
            }
        }
        if let refusal = message.refusal, refusal.kind == .string { inspect(refusal, message.number, into: &content) }
        let calls = try judgeCalls(message, into: &content)
        judgePresence(message, content, calls: calls)
        judgeWeight(message)
        judgeName(message, into: &content)
        conversation.add(message.speaker, content.hash.value)
        noteDetails(message)
        sketches?.endMessage()
        guard countsTokens else { return }
        row.tokens.contents += content.tokens
        row.tokens.trained += 3 + content.tokens + (message.speaker.map { tokens(of: $0) } ?? 1)
        if message.speaker == .assistant { row.tokens.assistant += content.tokens }
    }

    /// What is no text and makes the message another one all the same.
    private mutating func noteDetails(_ message: MessageSlices) {
        // A weight of 1 is what a message without one has.
        noteDetail(message.weight.flatMap { raw($0).spells("1") ? nil : $0 })
        noteDetail(message.toolCallID)
        noteDetail(message.audio)
    }

    private mutating func noteDetail(_ slice: JSONSlice?) {
        if let slice, slice.kind != .null { row.details.combine(raw(slice)) } else { row.details.combine(0) }
    }

    private mutating func judgeRole(_ message: MessageSlices) -> MessageRole? {
        let number = message.number
        guard let slice = message.role else {
            add(.missingRole, at: message.start) { "message \(number) has no \"role\"" }
            return nil
        }
        guard slice.kind == .string else {
            add(.unknownRole, at: slice.start) {
                "message \(number): the role is to be text; found \(slice.kind.words)"
            }
            return nil
        }
        let roles = shape.roles
        let known = slice.hasEscapes ? MessageRole(rawValue: text(slice)) : MessageRole(raw(slice))
        if let known, roles.contains(known) { return known }
        let name = text(slice)
        let accepted = roles.filter { $0 != .function }.map(\.rawValue)
        let nearest = Self.role(name, among: accepted)
        add(.unknownRole, at: slice.start - 1, mend: nearest.map { "writes \"\($0)\"" }) {
            let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
            return "role \(shownName(name)): the server accepts \(accepted.joined(separator: ", "))\(hint)"
        }
        return known ?? nearest.flatMap(MessageRole.init(rawValue:))
    }

    /// Roles of other formats, and what they are called here.
    private static let otherRoles = [
        "human": "user", "gpt": "assistant", "bot": "assistant", "model": "assistant", "chatbot": "assistant",
        "ai": "assistant",
        "developer": "system",
    ]

    /// The accepted role that a name stands for; nil when nobody can tell.
    static func role(_ name: String, among accepted: [String]) -> String? {
        if let meant = otherRoles[name.lowercased()], accepted.contains(meant) { return meant }
        return NearestName.find(name, among: accepted)
    }

    /// Whether something is said at all.
    private mutating func judgePresence(_ message: MessageSlices, _ content: Content, calls: Bool) {
        let number = message.number
        let isMissing = message.content.map { $0.kind == .null } ?? true
        let isAnswer = message.speaker == .assistant
        if isMissing {
            guard !(isAnswer && (calls || message.refusal?.kind == .string)) else { return }
            let offset = message.content?.start ?? message.start
            return add(.missingContent, at: offset) {
                message.content == nil
                    ? "message \(number) has no \"content\""
                    : "message \(number): the content is null, which only the assistant may have, beside tool_calls"
            }
        }
        guard content.isBlank, !calls, let slice = message.content, slice.kind == .string || slice.kind == .array
        else { return }
        if isAnswer {
            add(.emptyAnswer, at: slice.start) { "message \(number): the assistant says nothing" }
        } else if message.speaker != .tool, message.speaker != .function {
            add(.emptyMessage, at: slice.start) { "message \(number): there is no text" }
        }
    }

    private mutating func judgeWeight(_ message: MessageSlices) {
        guard let weight = message.weight, weight.kind != .null else { return }
        let number = message.number
        let text = raw(weight)
        if weight.kind != .number || !(text.spells("0") || text.spells("1")) {
            let mended = Self.weight(self.text(weight))
            add(.weight, at: weight.start, mend: mended.map { "writes \($0)" }) {
                "message \(number): the weight is to be 0 or 1"
            }
        } else if let speaker = message.speaker, speaker != .assistant {
            add(.weight, at: weight.start, mend: "removes the weight") {
                "message \(number): only the assistant's messages have a weight, not the \(speaker.rawValue)'s"
            }
        }
    }

    /// The weight that was meant: `0` or `1`.
    static func weight(_ text: String) -> String? {
        switch text {
        case "0", "0.0", "false": "0"
        case "1", "1.0", "true": "1"
        default: nil
        }
    }

    private mutating func judgeName(_ message: MessageSlices, into content: inout Content) {
        let number = message.number
        guard let name = message.name, name.kind != .null else {
            if message.speaker == .function {
                add(.toolCallID, at: message.start) { "message \(number): a function's message needs its \"name\"" }
            }
            return
        }
        guard name.kind == .string else {
            return add(.wrongType, at: name.start) {
                "message \(number): the name is to be text; found \(name.kind.words)"
            }
        }
        content.hash.combine(raw(name))
        if countsTokens { content.tokens += count(raw(name)) + 1 }
        let isPlain = (1...64).contains(name.range.count) && raw(name).allSatisfy(Self.isNameByte)
        if !isPlain {
            add(.name, at: name.start) {
                "message \(number): a name has 1 to 64 letters, digits, \"_\" and \"-\"; the API takes no other"
            }
        }
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
