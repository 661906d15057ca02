package import JSONText

extension Row {
    /// The columns that this row has, in the order of their first appearance in the file.
    package var presentColumns: [String] { columns.indices.filter { cell($0) != nil }.map { columns[$0] } }

    /// Whether a template would insert nothing but blanks.
    package func isBlank(_ cell: Cell) -> Bool {
        switch cell.kind {
        case .null: return true
        case .literal, .nested: return false
        case .text, .plainString, .escapedString:
            guard cell.start < cell.end else { return true }
            // Nearly every text begins with a visible ASCII character, which settles it.
            let first = bytes[cell.start]
            if first > 0x20, first < 0x7F, first != UInt8(ascii: "\\") { return false }
            return text(of: cell).unicodeScalars.allSatisfy(\.properties.isWhitespace)
        }
    }

    /// What a template would insert; of an array or an object, its JSON text.
    package func text(of cell: Cell) -> String {
        switch cell.kind {
        case .text, .plainString, .literal, .nested: String(decoding: bytes(of: cell), as: UTF8.self)
        case .escapedString: JSONStringBytes.text(of: bytes(of: cell))
        case .null: ""
        }
    }

    /// The value as JSON; of a repeated key within, the last one counts.
    package func value(of cell: Cell) -> JSONValue {
        switch cell.kind {
        case .text, .plainString, .escapedString: return .string(text(of: cell))
        case .null: return .null
        case .literal, .nested:
            // The source has read these bytes as JSON already.
            do throws(JSONSyntaxError) { return try JSONValue.parse(bytes(of: cell)).withoutRepeatedKeys } catch {
                return .null
            }
        }
    }

    /// The row as one object, without the columns to be hidden.
    package func object(hiding hidden: [String] = []) -> JSONObject {
        var members: [JSONObject.Member] = []
        for (number, name) in columns.enumerated() where !hidden.contains(name) {
            if let cell = cell(number) { members.append(.init(key: name, value: value(of: cell))) }
        }
        return JSONObject(members: members)
    }
}

extension JSONValue {
    /// The same value with each key once: the last value at the place of the first, as in Python's `json`.
    package var withoutRepeatedKeys: JSONValue {
        switch self {
        case .null, .bool, .number, .string: return self
        case .array(let values): return .array(values.map(\.withoutRepeatedKeys))
        case .object(let object):
            return .object(
                JSONObject(
                    keepingLastOf: object.members.map { .init(key: $0.key, value: $0.value.withoutRepeatedKeys) }))
        }
    }
}
