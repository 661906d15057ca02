import JSONText

/// Takes over rows that hold a conversation already.
package struct ConversationPass {
    private let isOn: Bool
    private let hidden: [String]
    private let keepsEmpty: Bool
    /// Whether other rows are an error.
    let isAlone: Bool
    /// Rows taken over.
    private(set) var passed = 0
    /// The columns of a conversation, as far as rows have had them; the first is what makes a row one.
    private var columns: [(name: String, number: Int?)] = ShapeNames.chatMembers.map { ($0, nil) }
    /// The messages of the row at hand.
    private var messages: [JSONValue] = []

    init(_ mapping: RowMapping) {
        isOn = mapping.passesChatRows && mapping.format == .chat
        isAlone = mapping.takesConversationsOnly
        hidden = mapping.dropped
        keepsEmpty = mapping.keepsEmptyAnswers
    }

    /// Looks the columns up.
    mutating func bind(_ row: Row) {
        for place in columns.indices where !hidden.contains(columns[place].name) {
            columns[place].number = row.number(of: columns[place].name)
        }
    }

    /// Whether the row holds a conversation, which is taken up then.
    mutating func holds(_ row: Row) -> Bool {
        guard isOn, let number = columns[0].number, let cell = row.cell(number), cell.kind == .nested,
            let value = row.value(of: cell).array
        else { return false }
        messages = value
        return true
    }

    /// Whether the conversation at hand ends with an answer that says nothing, and nobody wants such.
    var isUnanswered: Bool {
        guard !keepsEmpty, let last = messages.last, last["role"]?.string == "assistant" else { return false }
        return last.saysNothing
    }

    /// Appends the conversation at hand, or the same with another last answer.
    mutating func pass(_ row: Row, correction: String?, to output: inout [UInt8]) {
        passed += 1
        let messages = correction.map { self.messages.corrected($0) } ?? self.messages
        var members = [JSONObject.Member(key: columns[0].name, value: .array(messages))]
        for column in columns.dropFirst() {
            guard let number = column.number, let cell = row.cell(number), cell.kind != .null else { continue }
            members.append(.init(key: column.name, value: row.value(of: cell)))
        }
        output.append(contentsOf: JSONWriter.bytes(.object(JSONObject(members: members)), style: .spaced))
        output.append(0x0A)
    }

    /// The names of the columns that are taken over.
    static var members: [String] { ShapeNames.chatMembers }
}

extension [JSONValue] {
    /// The messages with a correction as all that the assistant's last one says; one is added if there is none.
    ///
    /// A call that the correction replaces has no results any more: they are left out.
    func corrected(_ correction: String) -> [JSONValue] {
        var messages = self
        let last = messages.lastIndex { $0["role"]?.string == "assistant" }
        if let last, var message = messages[last].object {
            let calls = message["tool_calls"] != nil || message["function_call"] != nil
            // What an assistant's message may say instead of its content, or beside it.
            for name in ["tool_calls", "function_call", "refusal", "audio"] { message[name] = nil }
            message["content"] = .string(correction)
            messages[last] = .object(message)
            while calls, last + 1 < messages.count, let role = messages[last + 1]["role"]?.string,
                role == "tool" || role == "function"
            {
                messages.remove(at: last + 1)
            }
        } else {
            messages.append(.message("assistant", correction))
        }
        return messages
    }
}
