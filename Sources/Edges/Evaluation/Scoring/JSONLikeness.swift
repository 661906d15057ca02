import JSONText

/// Whether JSON says the same: members in any order, numbers by their value, of a repeated key the last.
enum JSONLikeness {
    static func isSame(_ one: JSONValue, _ other: JSONValue) -> Bool {
        switch (one, other) {
        case (.null, .null): return true
        case (.bool(let one), .bool(let other)): return one == other
        case (.number(let one), .number(let other)):
            if one.text == other.text { return true }
            guard let value = one.double, let another = other.double else { return false }
            return value == another
        case (.string(let one), .string(let other)): return one.utf8.elementsEqual(other.utf8)
        case (.array(let one), .array(let other)):
            return one.count == other.count && zip(one, other).allSatisfy(isSame)
        case (.object(let one), .object(let other)):
            let members = JSONObject(keepingLastOf: one.members).members
            let others = JSONObject(keepingLastOf: other.members).members
            guard members.count == others.count else { return false }
            var values: [[UInt8]: JSONValue] = [:]
            for member in others { values[Array(member.key.utf8)] = member.value }
            return members.allSatisfy { member in
                values[Array(member.key.utf8)].map { isSame(member.value, $0) } ?? false
            }
        case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): return false
        }
    }

    /// The JSON of a text; nil when it is none.
    static func parse(_ text: String) -> JSONValue? {
        do throws(JSONSyntaxError) { return try JSONValue.parse(text) } catch { return nil }
    }

    /// The object or array of a text; nil when it is anything else: a bare number is an answer in words.
    static func container(_ text: String) -> JSONValue? {
        guard let first = text.utf8.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return nil }
        return parse(text)
    }
}

/// Whether calls of tools are the same.
enum ToolCallLikeness {
    /// The same functions with the same arguments, in any order; ids do not count, arguments are compared as JSON.
    static func isSame(_ said: [JSONValue], _ wanted: [JSONValue]) -> Bool {
        guard said.count == wanted.count else { return false }
        var open = wanted.map(Call.init)
        return said.map(Call.init).allSatisfy { call in
            guard let place = open.firstIndex(where: { $0.isSame(as: call) }) else { return false }
            open.remove(at: place)
            return true
        }
    }

    private struct Call {
        let name: String
        let text: String
        let arguments: JSONValue?

        init(_ json: JSONValue) {
            let function = json["function"] ?? json
            name = function["name"]?.string ?? ""
            text = function["arguments"]?.string ?? function["arguments"].map { JSONWriter.text($0) } ?? ""
            arguments = JSONLikeness.parse(text.isEmpty ? "{}" : text)
        }

        func isSame(as other: Call) -> Bool {
            guard name.utf8.elementsEqual(other.name.utf8) else { return false }
            guard let arguments, let others = other.arguments else { return text.utf8.elementsEqual(other.text.utf8) }
            return JSONLikeness.isSame(arguments, others)
        }
    }
}
