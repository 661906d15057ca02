import JSONText

extension ShapePlan {
    /// `chosen` and `rejected` as texts, as answers, or as whole conversations with a common start.
    func trlPair(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let chosen = row["chosen"], let rejected = row["rejected"] else {
            throw .misfit("columns \"chosen\" and \"rejected\"")
        }
        var used: Set<String> = ["chosen", "rejected"]
        var prompt: [JSONValue] = []
        if let columns = PairColumns(row) {
            prompt = try opening(ShapeNames.systems, in: row)
            used.formUnion([columns.prompt, columns.system].compactMap(\.self))
            if let messages = row[columns.prompt], messages.isMessages {
                prompt += try written(messages.array ?? [], in: columns.prompt)
            } else {
                prompt.append(.message("user", try text(columns.prompt, in: row)))
            }
        }
        let sides = (good: try answers(chosen, "chosen"), bad: try answers(rejected, "rejected"))
        let same = zip(sides.good, sides.bad).prefix { $0 == $1 }.count
        // Both being one message, the prompt has them all.
        let common = min(same, min(sides.good.count, sides.bad.count) - 1)
        let start = Array(sides.good[..<max(common, 0)])
        // A prompt that also opens the conversations is written once.
        let whole =
            start.isEmpty || (start.count >= prompt.count && start.suffix(prompt.count).elementsEqual(prompt))
            ? (start.isEmpty ? prompt : start) : prompt + start
        let ends = (good: sides.good.dropFirst(start.count), bad: sides.bad.dropFirst(start.count))
        guard ends.good.count == 1, ends.bad.count == 1, let good = ends.good.first, let bad = ends.bad.first else {
            throw .drop(.unlikePrompts)
        }
        return try pair(whole, good, bad, used: used, in: row)
    }

    func pair(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let input = row["input"],
            let messages = input["messages"]?.array ?? input.array ?? input.string.map({ [.message("user", $0)] })
        else { throw .misfit("column \"input\" to hold messages") }
        func last(_ column: String) throws(ShapeProblem) -> JSONValue {
            let found = try answers(row[column] ?? .null, column)
            guard found.count == 1, let message = found.first else {
                throw .misfit("column \(shownName(column)) to hold one message")
            }
            return message
        }
        var shaped = try pair(
            written(messages, in: "input"), last("preferred_output"), last("non_preferred_output"),
            used: ["input", "preferred_output", "non_preferred_output"], in: row)
        for member in input.object?.members ?? [] where member.key != "messages" && !member.value.isNull {
            shaped.extras.removeAll { $0.key == member.key }
            shaped.extras.append(member)
        }
        return shaped
    }

    private func pair(
        _ prompt: [JSONValue], _ good: JSONValue, _ bad: JSONValue, used: Set<String>, in row: JSONObject
    ) throws(ShapeProblem) -> ShapedRow {
        guard !prompt.isEmpty else { throw .drop(.emptyQuestion) }
        guard good != bad else { throw .drop(.noPair) }
        var shaped = ShapedRow(content: .pair(prompt: prompt, preferred: good, other: bad), used: used)
        if let tools = row["tools"], !tools.isNull {
            shaped.used.insert("tools")
            shaped.extras.append(.init(key: "tools", value: tools.parsedText.declaredTools))
        }
        return shaped
    }

    /// Messages of one side: an answer, or a conversation that ends with it.
    private func answers(_ value: JSONValue, _ column: String) throws(ShapeProblem) -> [JSONValue] {
        if let text = value.string {
            return DialogText.holdsTurns("\n\n" + text)
                ? DialogText.messages("\n\n" + text) : [.message("assistant", text)]
        }
        let messages = value.array ?? (value.object == nil ? [] : [value])
        guard !messages.isEmpty else { throw .misfit("column \(shownName(column)) to hold an answer") }
        return try written(messages, in: column)
    }

    private func written(_ turns: [JSONValue], in column: String) throws(ShapeProblem) -> [JSONValue] {
        var writer = TurnWriter(column: column)
        for (place, turn) in turns.enumerated() { try writer.add(turn, number: place + 1) }
        return writer.messages
    }
}
