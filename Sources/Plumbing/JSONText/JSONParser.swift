extension JSONValue {
    /// Nesting deeper than this is refused, so that hostile text cannot exhaust the stack.
    package static let greatestDepth = 512

    /// Parses one whole JSON text: strict RFC 8259, strict UTF-8, nothing behind the value but blanks.
    ///
    /// - Throws: `JSONSyntaxError` with the offset of the first byte that does not belong.
    package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        return try parser.wholeText()
    }

    /// Parses one whole JSON text given as a string; see ``parse(_:)-([UInt8])``.
    package static func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue {
        try parse(Array(text.utf8))
    }
}

/// Recursive descent over a byte array.
struct JSONParser {
    let bytes: [UInt8]
    var position = 0
    var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func wholeText() throws(JSONSyntaxError) -> JSONValue {
        skipBlanks()
        let value = try value()
        skipBlanks()
        guard position == bytes.count else { throw expected("the end of the text") }
        return value
    }

    private func expected(_ what: String) -> JSONSyntaxError { JSONSyntaxError(offset: position, expected: what) }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        switch current {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONSyntaxError) in .object(try parser.object()) }
        case UInt8(ascii: "["): return try nested { parser throws(JSONSyntaxError) in .array(try parser.array()) }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number(try number())
        case .some, nil: throw expected("a value")
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONSyntaxError) -> JSONValue
    ) throws(JSONSyntaxError) -> JSONValue {
        guard depth < JSONValue.greatestDepth else {
            throw expected("at most \(JSONValue.greatestDepth) levels of nesting")
        }
        depth += 1
        defer { depth -= 1 }
        position += 1
        skipBlanks()
        return try body(&self)
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONObject {
        var members: [JSONObject.Member] = []
        if current == UInt8(ascii: "}") {
            position += 1
            return JSONObject()
        }
        while true {
            guard current == UInt8(ascii: "\"") else {
                throw expected(members.isEmpty ? "a key in double quotes or \"}\"" : "a key in double quotes")
            }
            let key = try string()
            skipBlanks()
            guard current == UInt8(ascii: ":") else { throw expected("\":\" after the key") }
            position += 1
            skipBlanks()
            members.append(JSONObject.Member(key: key, value: try value()))
            skipBlanks()
            if current == UInt8(ascii: "}") { break }
            guard current == UInt8(ascii: ",") else { throw expected("\",\" or \"}\"") }
            position += 1
            skipBlanks()
        }
        position += 1
        return JSONObject(members: members)
    }

    private mutating func array() throws(JSONSyntaxError) -> [JSONValue] {
        var elements: [JSONValue] = []
        if current == UInt8(ascii: "]") {
            position += 1
            return []
        }
        while true {
            elements.append(try value())
            skipBlanks()
            if current == UInt8(ascii: "]") { break }
            guard current == UInt8(ascii: ",") else { throw expected("\",\" or \"]\"") }
            position += 1
            skipBlanks()
        }
        position += 1
        return elements
    }

    private mutating func literal(_ word: String, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw expected("a value") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONNumber {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if current == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return JSONNumber(text: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw expected("a digit") }
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if current == UInt8(ascii: "\"") {
            guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
                throw JSONSyntaxError(offset: start, expected: "valid UTF-8 in the string")
            }
            position += 1
            return text
        }
        var collected = Array(bytes[start..<position])
        while let byte = current, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw expected("an escaped control character, such as \\n") }
            position += 1
            if byte == UInt8(ascii: "\\") { try escape(into: &collected) } else { collected.append(byte) }
        }
        guard current != nil else { throw expected("a closing double quote") }
        guard let text = String(validating: collected, as: UTF8.self) else {
            throw JSONSyntaxError(offset: start, expected: "valid UTF-8 in the string")
        }
        position += 1
        return text
    }

    private mutating func escape(into collected: inout [UInt8]) throws(JSONSyntaxError) {
        let at = position - 1
        guard let byte = current else { throw expected("a character after the backslash") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): collected.append(byte)
        case UInt8(ascii: "b"): collected.append(0x08)
        case UInt8(ascii: "f"): collected.append(0x0C)
        case UInt8(ascii: "n"): collected.append(0x0A)
        case UInt8(ascii: "r"): collected.append(0x0D)
        case UInt8(ascii: "t"): collected.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try hexadecimal())
            if (0xD800..<0xDC00).contains(code), bytes[position...].starts(with: [0x5C, 0x75]) {
                position += 2
                let low = UInt32(try hexadecimal())
                guard (0xDC00..<0xE000).contains(low) else {
                    throw JSONSyntaxError(offset: at, expected: "a whole surrogate pair")
                }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else {
                throw JSONSyntaxError(offset: at, expected: "a whole surrogate pair")
            }
            collected.append(contentsOf: Array(String(Character(scalar)).utf8))
        default: throw JSONSyntaxError(offset: at, expected: "a known escape such as \\n or \\u00e9")
        }
    }

    private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt16 {
        var code: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw expected("four hexadecimal digits after \\u")
            }
            code = code << 4 | UInt16(digit)
            position += 1
        }
        return code
    }
}
