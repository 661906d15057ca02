import JSONText

/// The safe mends of one row, as a tree.
struct RowMend {
    let shape: TrainingShape

    /// The row with every safe mend applied.
    func row(_ value: JSONValue) -> JSONValue {
        guard let object = value.object else { return value }
        let known: [String]? =
            switch shape {
            case .supervised: ["messages", "tools", "functions", "parallel_tool_calls"]
            case .preference: ["input", "preferred_output", "non_preferred_output"]
            // A grader may ask for any key.
            case .reinforcement: nil
            }
        return members(of: object) { key, value in
            let key = renamed(key)
            if let known, !known.contains(key) { return nil }
            switch key {
            case "messages", "preferred_output", "non_preferred_output": return (key, messages(value))
            case "input": return (key, input(value))
            default: return (key, value)
            }
        }
    }

    private func renamed(_ key: String) -> String {
        switch key {
        case "preferred_completion" where shape == .preference: "preferred_output"
        case "non_preferred_completion" where shape == .preference: "non_preferred_output"
        default: key
        }
    }

    /// An object with its members changed or left out, of repeated ones the last.
    private func members(
        of object: JSONObject, _ change: (String, JSONValue) -> (String, JSONValue)?
    ) -> JSONValue {
        .object(
            JSONObject(
                keepingLastOf: object.members.compactMap { member in
                    change(member.key, member.value).map { JSONObject.Member(key: $0.0, value: $0.1) }
                }))
    }

    private func input(_ value: JSONValue) -> JSONValue {
        guard let object = value.object else { return value }
        return members(of: object) { key, value in
            switch key {
            case "messages": (key, messages(value))
            case "tools", "parallel_tool_calls": (key, value)
            default: nil
            }
        }
    }

    private func messages(_ value: JSONValue) -> JSONValue {
        guard let elements = value.array else { return value }
        return .array(elements.map(message))
    }

    private func message(_ value: JSONValue) -> JSONValue {
        guard let object = value.object else { return value }
        let role = object["role"]?.string.map(role)
        return members(of: object) { key, value in
            guard let known = MessageKey(rawValue: key) else { return nil }
            switch known {
            case .role: return (key, role.map(JSONValue.string) ?? value)
            case .content, .refusal: return (key, content(value))
            case .weight: return weight(value, role).map { (key, $0) }
            case .toolCalls: return (key, value.array.map { .array($0.map(call)) } ?? value)
            case .functionCall: return (key, called(value))
            case .name, .toolCallID, .audio: return (key, value)
            }
        }
    }

    private func role(_ name: String) -> String {
        let known = shape.roles
        if known.contains(where: { $0.rawValue == name }) { return name }
        if name == MessageRole.developer.rawValue { return MessageRole.system.rawValue }
        return nearestName(to: name, among: known.filter { $0 != .function }.map(\.rawValue)) ?? name
    }

    private func content(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): return .string(visible(text))
        case .array(let parts):
            return .array(
                parts.map { part in
                    guard let object = part.object else { return part }
                    return members(of: object) { key, value in
                        (key, key == "text" ? value.string.map { .string(visible($0)) } ?? value : value)
                    }
                })
        case .null, .bool, .number, .object: return value
        }
    }

    /// The text without what nobody sees.
    private func visible(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let value = scalar.value
            let isControl = (value < 0x20 && value != 9 && value != 10 && value != 13) || value == 0x7F
            if isControl || (Invisible.contains(value) && value < 0xE_0000) { continue }
            result.append(scalar)
        }
        return String(result)
    }

    private func weight(_ value: JSONValue, _ role: String?) -> JSONValue? {
        if let role, role != MessageRole.assistant.rawValue { return nil }
        switch value {
        case .bool(let bool): return .integer(bool ? 1 : 0)
        case .number(let number): return RowChecker.weight(number.text).map { .number(JSONNumber(text: $0)) } ?? value
        case .string(let text): return RowChecker.weight(text).map { .number(JSONNumber(text: $0)) } ?? value
        case .null, .array, .object: return value
        }
    }

    private func call(_ value: JSONValue) -> JSONValue {
        guard var object = value.object else { return value }
        if object["type"] == nil { object["type"] = .string("function") }
        if let function = object["function"] { object["function"] = called(function) }
        return .object(object)
    }

    private func called(_ value: JSONValue) -> JSONValue {
        guard var object = value.object else { return value }
        if let arguments = object["arguments"], arguments.object != nil {
            object["arguments"] = .string(JSONWriter.text(arguments))
        }
        return .object(object)
    }
}
