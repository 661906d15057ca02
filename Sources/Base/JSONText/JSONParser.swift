extension JSONValue {
    /// Nesting deeper than this is refused, so that hostile text cannot exhaust the stack.
    package static let greatestDepth = 512

    /// Parses one whole JSON text: strict RFC 8259, strict UTF-8, nothing behind the value but blanks.
    ///
    /// - Throws: `JSONSyntaxError` with the offset of the first byte that does not belong.
    package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in
            try parse(UnsafeRawBufferPointer(buffer))
        }
    }

    /// Parses one whole JSON text in place; see ``parse(_:)-([UInt8])``.
    package static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONSyntaxError) -> JSONValue {
        var scanner = JSONScanner(bytes)
        let value = try scanner.tree()
        try scanner.finish()
        return value
    }

    /// Parses one whole JSON text given as a string; see ``parse(_:)-([UInt8])``.
    package static func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue {
        try parse(Array(text.utf8))
    }
}

extension JSONScanner {
    /// Takes one value as a tree.
    package mutating func tree() throws(JSONSyntaxError) -> JSONValue {
        switch try nextKind() {
        case .null:
            _ = try value()
            return .null
        case .bool: return .bool(bytes[try value().start] == UInt8(ascii: "t"))
        case .number: return .number(JSONNumber(text: String(decoding: raw(try value()), as: UTF8.self)))
        case .string: return .string(text(try string()))
        case .array:
            var elements: [JSONValue] = []
            try beginArray()
            while try nextElement() { elements.append(try tree()) }
            return .array(elements)
        case .object:
            var members: [JSONObject.Member] = []
            try beginObject()
            while let key = try nextMember() {
                members.append(JSONObject.Member(key: text(key), value: try tree()))
            }
            return .object(JSONObject(members: members))
        }
    }

    /// The text of a string slice of this text.
    package func text(_ slice: JSONSlice) -> String {
        JSONStringBytes.text(of: raw(slice), hasEscapes: slice.hasEscapes)
    }
}
