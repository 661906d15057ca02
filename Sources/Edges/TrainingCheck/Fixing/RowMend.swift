import JSONText
import Text
import TrainingData

/// The safe mends of one row, as a tree: those of the rules that found something there, and no others.
struct RowMend {
    let shape: TrainingShape
    /// The rules whose mends are made.
    let rules: Set<CheckRule>

    /// The row with its mends.
    func row(_ value: JSONValue) -> JSONValue {
        guard let object = value.object else { return value }
        switch shape {
        case .supervised: return members(of: mended(object, .chatRow), change)
        case .preference:
            let named = object.members.map { JSONObject.Member(key: renamed($0.key), value: $0.value) }
            return members(of: mended(JSONObject(members: named), .preferenceRow), change)
        // A grader may ask for any key.
        case .reinforcement: return members(of: object, change)
        }
    }

    private func change(_ key: String, _ value: JSONValue) -> (String, JSONValue)? {
        switch key {
        case "messages" where shape != .preference: (key, messages(value))
        case "tools", "functions": (key, shape == .preference ? value : tools(value))
        case "preferred_output" where shape == .preference: (key, output(value))
        case "non_preferred_output" where shape == .preference: (key, output(value))
        case "input" where shape == .preference: (key, input(value))
        default: (key, value)
        }
    }

    private func renamed(_ key: String) -> String {
        guard rules.contains(.preferenceKeys) else { return key }
        switch key {
        case "preferred_completion": return "preferred_output"
        case "non_preferred_completion": return "non_preferred_output"
        default: return key
        }
    }

    /// An object with its members changed or left out, of repeated ones the last.
    private func members(
        of object: JSONObject, _ change: (String, JSONValue) -> (String, JSONValue)?
    ) -> JSONValue {
        let changed = object.members.compactMap { member in
            change(member.key, member.value).map { JSONObject.Member(key: $0.0, value: $0.1) }
        }
        return .object(
            rules.contains(.duplicateKey) ? JSONObject(keepingLastOf: changed) : JSONObject(members: changed))
    }

    private func mended(_ object: JSONObject, _ place: KeyMends.Place) -> JSONObject {
        guard rules.contains(.unknownKey) else { return object }
        let own = place.isOwn(object)
        let others = object.members.filter { !place.leaves($0.key, own: own) }
        guard !others.isEmpty else { return object }
        // Of repeated keys the last counts.
        let known = JSONObject(keepingLastOf: object.members.filter { place.keys.contains($0.key) }).members
        let mends = KeyMends(place, known: known.map(Self.key), unknown: others.map(Self.key))
        return JSONObject(
            members: object.members.compactMap { member in
                guard !place.leaves(member.key, own: own) else { return member }
                switch mends.mend(of: member.key) {
                case nil: return member
                case .remove: return nil
                case .rename(let name): return JSONObject.Member(key: name, value: member.value)
                }
            })
    }

    private static func key(_ member: JSONObject.Member) -> KeyMends.Key {
        let isWish = member.key == "weight" && !member.value.isNull && weight(member.value) != "1"
        return KeyMends.Key(name: member.key, hasValue: !member.value.isNull, isWish: isWish)
    }

    // MARK: Parts of a row

    private func input(_ value: JSONValue) -> JSONValue {
        if rules.contains(.preferenceShape), value.array != nil { return .object(["messages": messages(value)]) }
        guard let object = value.object else { return value }
        return members(of: mended(object, .input)) { key, value in
            switch key {
            case "messages": (key, messages(value))
            case "tools": (key, tools(value))
            default: (key, value)
            }
        }
    }

    private func output(_ value: JSONValue) -> JSONValue {
        guard rules.contains(.preferenceShape) else { return messages(value) }
        switch value {
        case .string: return messages(.array([.object(["role": .string("assistant"), "content": value])]))
        case .object: return messages(.array([value]))
        case .array, .null, .bool, .number: return messages(value)
        }
    }

    /// The array that a text holds.
    private func tools(_ value: JSONValue) -> JSONValue {
        guard rules.contains(.toolsShape), let text = value.string, let tools = try? JSONValue.parse(text),
            tools.array != nil
        else { return value }
        return tools
    }

    private func messages(_ value: JSONValue) -> JSONValue {
        guard let elements = value.array else { return value }
        return .array(elements.map(message))
    }

    private func message(_ value: JSONValue) -> JSONValue {
        guard let object = value.object.map({ mended($0, .message) }) else { return value }
        let role = object["role"]?.string.map(role)
        return members(of: object) { key, value in
            guard let known = MessageKey(rawValue: key) else { return (key, value) }
            switch known {
            case .role: return (key, role.map(JSONValue.string) ?? value)
            case .content, .refusal: return (key, ContentMend(rules: rules).content(value))
            case .weight: return weight(value, role).map { (key, $0) }
            case .toolCalls: return (key, value.array.map { .array($0.map(call)) } ?? value)
            case .functionCall: return (key, called(value))
            case .name, .toolCallID, .audio: return (key, value)
            }
        }
    }

    private func role(_ name: String) -> String {
        let known = shape.roles
        guard rules.contains(.unknownRole), !known.contains(where: { $0.rawValue == name }) else { return name }
        return RowChecker.role(name, among: known.filter { $0 != .function }.map(\.rawValue)) ?? name
    }

    private func weight(_ value: JSONValue, _ role: String?) -> JSONValue? {
        guard rules.contains(.weight), !value.isNull else { return value }
        guard let mended = Self.weight(value) else { return value }
        // A sound weight of somebody else goes; an unsound one is first made sound.
        let isSound = value.number.map { ["0", "1"].contains($0.text) } ?? false
        if isSound, let role, role != MessageRole.assistant.rawValue { return nil }
        return .number(JSONNumber(text: mended))
    }

    /// The weight that was meant: `0` or `1`.
    private static func weight(_ value: JSONValue) -> String? {
        switch value {
        case .bool(let bool): bool ? "1" : "0"
        case .number(let number): RowChecker.weight(number.text)
        case .string(let text): RowChecker.weight(text)
        case .null, .array, .object: nil
        }
    }

    private func call(_ value: JSONValue) -> JSONValue {
        guard rules.contains(.toolCallsShape), var object = value.object else { return value }
        if object["type"] == nil { object["type"] = .string("function") }
        if let function = object["function"] { object["function"] = called(function) }
        return .object(object)
    }

    private func called(_ value: JSONValue) -> JSONValue {
        guard rules.contains(.toolCallsShape), var object = value.object else { return value }
        if let arguments = object["arguments"], arguments.object != nil {
            object["arguments"] = .string(JSONWriter.text(arguments))
        }
        return .object(object)
    }
}
