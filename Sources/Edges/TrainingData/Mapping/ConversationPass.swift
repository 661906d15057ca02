import JSONText

/// Takes over rows that hold a conversation already.
package struct ConversationPass {
    /// What a chat row may have; the first is what makes it one.
    private static let members = ["messages", "tools", "functions", "parallel_tool_calls"]

    private let isOn: Bool
    private let hidden: [String]
    /// Whether other rows are an error.
    let isAlone: Bool
    /// Rows taken over.
    package private(set) var passed = 0
    /// The columns of a conversation, as far as rows have had them.
    private var columns: [(name: String, number: Int?)] = Self.members.map { ($0, nil) }

    init(_ mapping: RowMapping) {
        isOn = mapping.passesChatRows && mapping.format == .chat
        isAlone = mapping.takesConversationsOnly
        hidden = mapping.dropped
    }

    /// Looks the columns up.
    mutating func bind(_ row: Row) {
        for place in columns.indices where !hidden.contains(columns[place].name) {
            columns[place].number = row.number(of: columns[place].name)
        }
    }

    /// Whether the row holds a conversation.
    func holds(_ row: Row) -> Bool { messages(in: row) != nil }

    private func messages(in row: Row) -> Row.Cell? {
        guard isOn, let number = columns[0].number, let cell = row.cell(number), cell.kind == .nested,
            row.bytes[cell.start] == UInt8(ascii: "[")
        else { return nil }
        return cell
    }

    /// Appends a conversation as it stands, or with another last answer.
    mutating func pass(
        _ row: Row, correction: String?, file: String, to output: inout [UInt8]
    ) throws(TrainingDataError) {
        passed += 1
        var opening = "{"
        for (place, column) in columns.enumerated() {
            guard let number = column.number, let cell = row.cell(number), cell.kind != .null else { continue }
            output.append(contentsOf: "\(opening)\"\(column.name)\": ".utf8)
            opening = ", "
            if place == 0, let correction {
                output.append(contentsOf: try corrected(row.bytes(of: cell), correction, line: row.line, file: file))
            } else {
                // Line ends stand between values only, since within strings they are escaped.
                output.append(contentsOf: row.bytes(of: cell).lazy.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
            }
        }
        output.append(contentsOf: "}\n".utf8)
    }

    /// What an assistant's message may say instead of its content, or beside it.
    private static let otherAnswers = ["tool_calls", "function_call", "refusal", "audio"]

    /// The messages with the correction as all that the assistant's last one says; one is added if there is none.
    ///
    /// A call that the correction replaces has no results any more: they are left out.
    private func corrected(
        _ bytes: UnsafeRawBufferPointer, _ correction: String, line: Int, file: String
    ) throws(TrainingDataError) -> [UInt8] {
        // The source has read these bytes as JSON already.
        guard var messages = (try? JSONValue.parse(bytes))?.array else {
            throw TrainingDataError(file, .nestedValue(column: columns[0].name, line: line))
        }
        let last = messages.lastIndex { $0["role"]?.string == "assistant" }
        if let last, var message = messages[last].object {
            let calls = message["tool_calls"] != nil || message["function_call"] != nil
            for name in Self.otherAnswers { message[name] = nil }
            message["content"] = .string(correction)
            messages[last] = .object(message)
            while calls, last + 1 < messages.count, let role = messages[last + 1]["role"]?.string,
                role == "tool" || role == "function"
            {
                messages.remove(at: last + 1)
            }
        } else {
            messages.append(.object(["role": .string("assistant"), "content": .string(correction)]))
        }
        return JSONWriter.bytes(.array(messages), style: .spaced)
    }
}
