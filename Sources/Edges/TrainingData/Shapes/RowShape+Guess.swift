package import JSONText

extension RowShape {
    /// The shape of one row; nil when it is none of those known, or could be two of them.
    package init?(of row: JSONObject) {
        guard let shape = Self.request(row) ?? Self.pair(row) ?? Self.conversation(row) ?? Self.columns(row) else {
            return nil
        }
        self = shape
    }

    /// What programs write about requests.
    private static func request(_ row: JSONObject) -> RowShape? {
        if row["custom_id"] != nil || (row["method"] != nil && row["url"] != nil), let body = row["body"]?.object,
            body["messages"]?.array != nil || body["input"] != nil
        {
            return .batch
        }
        if let choices = row["choices"]?.array, choices.contains(where: { $0["message"]?.object != nil }) {
            return .completions
        }
        return LoggedRequest(row) == nil ? nil : .logs
    }

    /// Two answers to one prompt.
    private static func pair(_ row: JSONObject) -> RowShape? {
        if row["preferred_output"] != nil, row["non_preferred_output"] != nil, row["input"] != nil {
            return .preference
        }
        guard let chosen = row["chosen"], let rejected = row["rejected"] else { return nil }
        if chosen.isMessages, rejected.isMessages { return .trlPreference }
        guard chosen.string != nil, rejected.string != nil else { return nil }
        if PairColumns(row) != nil { return .trlPreference }
        return DialogText.holdsTurns(chosen.string) ? .trlPreference : nil
    }

    private static func conversation(_ row: JSONObject) -> RowShape? {
        if let messages = row["messages"], messages.isMessages { return ofMessages(messages.array ?? [], in: row) }
        let texts = row.members.filter { $0.value.isTextOfMessages }
        if let text = texts.first { return texts.count == 1 || text.key == "messages" ? .messagesText : nil }
        if let prompt = row["prompt"], let completion = row["completion"], prompt.isMessages, completion.isMessages {
            return .promptCompletion
        }
        let turns = row.members.filter(\.value.isTurns)
        if !turns.isEmpty { return turns.count == 1 ? .shareGPT : nil }
        if let chat = row["chat"]?.string, chat.contains("USER:"), chat.contains("ASSISTANT:") { return .glaive }
        let lists = row.members.filter(\.value.isMessages)
        return lists.count == 1 ? .otherMessages : nil
    }

    private static func ofMessages(_ messages: [JSONValue], in row: JSONObject) -> RowShape? {
        if messages.contains(where: \.hasResponsesParts) { return .responses }
        if messages.contains(where: { GlaiveRole($0["role"]?.string ?? "") != nil }) { return .glaive }
        guard messages.last?["role"]?.string.map(MessageSpeaker.init(name:)) == .user else { return .messages }
        // Where an answer stands beside the messages, it could be theirs or the grader's.
        if ["response", "completion", "output", "answer"].contains(where: { row[$0]?.string != nil }) {
            return row.members.contains { $0.key.hasPrefix("reference") } ? .reinforcement : nil
        }
        let told = row.members.contains { member in
            !ShapeNames.chatMembers.contains(member.key) && !ShapeNames.bookkeeping.contains(member.key)
                && !member.value.isNull
        }
        return told ? .reinforcement : .messages
    }

    private static func columns(_ row: JSONObject) -> RowShape? {
        if ChoiceColumns(row) != nil { return .multipleChoice }
        if PassageColumns(row) != nil { return .squad }
        func isText(_ name: String) -> Bool { row[name].map { $0.string != nil || $0.isNull } ?? false }
        if isText("instruction"), isText("output") || isText("response"), row["chosen"] == nil { return .alpaca }
        if isText("prompt"), isText("completion") { return .promptCompletion }
        return AnswerColumns(row) == nil ? nil : .questionAnswer
    }
}

extension JSONValue {
    /// Whether this is a list of messages with roles.
    package var isMessages: Bool {
        guard let messages = array, !messages.isEmpty else { return false }
        return messages.allSatisfy { $0["role"]?.string != nil }
    }

    /// Whether this is a list of turns with `from` and `value`.
    var isTurns: Bool {
        guard let turns = array, !turns.isEmpty else { return false }
        return turns.allSatisfy { $0["from"]?.string != nil && $0["value"] != nil }
    }

    /// Whether this is a text that holds messages.
    var isTextOfMessages: Bool { messagesInText?.isEmpty == false }

    /// The messages, or turns, that a text holds.
    var messagesInText: [JSONValue]? {
        guard let text = string, let first = text.utf8.first(where: { $0 > 0x20 }), first == UInt8(ascii: "[") else {
            return nil
        }
        do throws(JSONSyntaxError) {
            let value = try JSONValue.parse(text)
            return value.isMessages || value.isTurns ? value.array : nil
        } catch { return nil }
    }

    /// Whether a message has parts as the Responses API names them.
    fileprivate var hasResponsesParts: Bool {
        (self["content"]?.array ?? []).contains { part in
            ["input_text", "output_text", "input_image"].contains(part["type"]?.string)
        }
    }
}
