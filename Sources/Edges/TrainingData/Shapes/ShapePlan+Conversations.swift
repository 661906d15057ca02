import JSONText
import Text

extension ShapePlan {
    /// Messages in a column, with roles as OpenAI has them.
    func messages(_ row: JSONObject, in column: String) throws(ShapeProblem) -> ShapedRow {
        guard let value = row[column], let messages = value.array else {
            throw .misfit("column \(shownName(column)) to hold a list of messages")
        }
        return try conversation(messages, in: row, column: column)
    }

    func messagesText(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let column = messagesColumn(row), let messages = row[column]?.messagesInText ?? row[column]?.array else {
            throw .misfit("a column with the JSON text of messages")
        }
        return try conversation(messages, in: row, column: column)
    }

    func otherMessages(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let column = messagesColumn(row) else { throw .misfit("one column with a list of messages") }
        return try messages(row, in: column)
    }

    func shareGPT(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        let found = row.members.first { $0.value.isTurns } ?? row.members.first { $0.value.parsedText.isTurns }
        guard let found, let turns = found.value.parsedText.array else {
            throw .misfit("one column with a list of turns, {\"from\": …, \"value\": …}")
        }
        var shaped = try conversation(turns, in: row, column: found.key)
        let systems = ShapeNames.find(["system", "system_prompt"], among: row.keys)
        shaped.used.formUnion(systems)
        if case .chat(let messages) = shaped.content, messages.first?["role"]?.string != "system" {
            shaped.content = .chat(try opening(["system", "system_prompt"], in: row) + messages)
        }
        return shaped
    }

    func reinforcement(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let messages = row["messages"]?.array, !messages.isEmpty else {
            throw .misfit("column \"messages\" to hold a list of messages")
        }
        return ShapedRow(content: .whole, used: Set(row.keys))
    }

    /// The column with messages, as a list or as a text.
    func messagesColumn(_ row: JSONObject) -> String? {
        if shape == .messagesText {
            if row["messages"]?.isTextOfMessages == true { return "messages" }
            return row.members.first { $0.value.isTextOfMessages }?.key
                ?? row.members.first { $0.value.isMessages }?.key
        }
        return row.members.first { $0.value.isMessages }?.key
    }

    /// A conversation of turns in any of the known ways, with what stands beside it.
    func conversation(
        _ turns: [JSONValue], in row: JSONObject, column: String
    ) throws(ShapeProblem) -> ShapedRow {
        var writer = TurnWriter(column: column)
        for (place, turn) in turns.enumerated() { try writer.add(turn, number: place + 1) }
        var shaped = ShapedRow(content: .chat(writer.messages), used: [column], leftOut: writer.leftOut)
        for name in ShapeNames.chatMembers.dropFirst() {
            guard let value = row[name] else { continue }
            shaped.used.insert(name)
            guard !value.isNull, value.string?.isBlankText != true else { continue }
            let list = name == "parallel_tool_calls" ? value : value.parsedText
            if name != "parallel_tool_calls", list.array?.isEmpty == true { continue }
            shaped.extras.append(.init(key: name, value: name == "tools" ? list.declaredTools : list))
        }
        return shaped
    }
}

extension JSONValue {
    /// Functions as OpenAI declares them: each within `{"type": "function", "function": …}`.
    var declaredTools: JSONValue {
        guard let tools = array else { return self }
        return .array(
            tools.map { tool in
                guard tool["type"] == nil || tool["function"] == nil, tool["name"]?.string != nil else { return tool }
                var function = tool.object ?? JSONObject()
                if function["type"]?.string == "function" { function["type"] = nil }
                return .object(["type": .string("function"), "function": .object(function)])
            })
    }
}
