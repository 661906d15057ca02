import JSONText
import Text
import TrainingData

/// The safe mends of one row, as a tree.
struct RowMend {
    let shape: TrainingShape

    /// The row with every safe mend applied.
    func row(_ value: JSONValue) -> JSONValue {
        guard let object = value.object else { return value }
        switch shape {
        case .supervised: return members(of: object, .chatRow, change)
        case .preference:
            let named = object.members.map { JSONObject.Member(key: renamed($0.key), value: $0.value) }
            return members(of: JSONObject(members: named), .preferenceRow, change)
        // A grader may ask for any key.
        case .reinforcement: return members(of: object, change)
        }
    }

    private func change(_ key: String, _ value: JSONValue) -> (String, JSONValue)? {
        switch key {
        case "messages" where shape != .preference: (key, messages(value))
        case "preferred_output" where shape == .preference: (key, messages(value))
        case "non_preferred_output" where shape == .preference: (key, messages(value))
        case "input" where shape == .preference: (key, input(value))
        default: (key, value)
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

    /// The same with the unknown keys of the object mended before.
    private func members(
        of object: JSONObject, _ place: KeyMends.Place, _ change: (String, JSONValue) -> (String, JSONValue)?
    ) -> JSONValue {
        members(of: mended(object, place), change)
    }

    private func mended(_ object: JSONObject, _ place: KeyMends.Place) -> JSONObject {
        let others = object.members.filter { !place.leaves($0.key) }
        guard !others.isEmpty else { return object }
        // Of repeated keys the last counts.
        let known = JSONObject(keepingLastOf: object.members.filter { place.keys.contains($0.key) }).members
        let mends = KeyMends(
            place,
            known: known.map { KeyMends.Key(name: $0.key, hasValue: $0.value != .null) },
            unknown: others.map { KeyMends.Key(name: $0.key, hasValue: $0.value != .null) })
        return JSONObject(
            members: object.members.compactMap { member in
                guard !place.leaves(member.key) else { return member }
                switch mends.mend(of: member.key) {
                case nil: return member
                case .remove: return nil
                case .rename(let name): return JSONObject.Member(key: name, value: member.value)
                }
            })
    }

    private func input(_ value: JSONValue) -> JSONValue {
        guard let object = value.object else { return value }
        return members(of: object, .input) { key, value in (key, key == "messages" ? messages(value) : value) }
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
        return NearestName.find(name, among: known.filter { $0 != .function }.map(\.rawValue)) ?? name
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
