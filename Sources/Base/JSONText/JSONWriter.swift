/// Appends JSON text to a byte buffer.
///
/// Strings stay UTF-8; only what RFC 8259 demands is escaped.
package struct JSONWriter: Sendable {
    /// The blanks between the parts of a text.
    package enum Style: Sendable {
        /// `{"a":1,"b":2}`.
        case compact
        /// `{"a": 1, "b": 2}`: the separators of Python's `json.dumps`.
        case spaced
        /// One member a line, indented by two blanks.
        case indented
    }

    /// What has been written so far.
    package internal(set) var bytes: [UInt8] = []
    private let style: Style

    package init(style: Style = .compact) { self.style = style }

    /// The text of one value.
    package static func text(_ value: JSONValue, style: Style = .compact) -> String {
        var writer = JSONWriter(style: style)
        writer.write(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The bytes of one value.
    package static func bytes(_ value: JSONValue, style: Style = .compact) -> [UInt8] {
        var writer = JSONWriter(style: style)
        writer.write(value)
        return writer.bytes
    }

    /// Appends one value.
    package mutating func write(_ value: JSONValue) { write(value, level: 0) }

    private mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: append("null")
        case .bool(let bool): append(bool ? "true" : "false")
        case .number(let number): append(number.text)
        case .string(let string): Self.append(quoted: string, to: &bytes)
        case .array(let elements):
            list(elements, "[", "]", level: level) { writer, element in writer.write(element, level: level + 1) }
        case .object(let object):
            list(object.members, "{", "}", level: level) { writer, member in
                Self.append(quoted: member.key, to: &writer.bytes)
                writer.append(writer.style == .compact ? ":" : ": ")
                writer.write(member.value, level: level + 1)
            }
        }
    }

    private mutating func list<Element>(
        _ elements: [Element], _ opening: String, _ closing: String, level: Int,
        _ body: (inout JSONWriter, Element) -> Void
    ) {
        append(opening)
        for (index, element) in elements.enumerated() {
            if index > 0 { append(style == .spaced ? ", " : ",") }
            newLine(level + 1)
            body(&self, element)
        }
        if !elements.isEmpty { newLine(level) }
        append(closing)
    }

    private mutating func newLine(_ level: Int) {
        guard style == .indented else { return }
        append("\n" + String(repeating: "  ", count: level))
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Appends a string in double quotes, escaped as Python's `json.dumps(ensure_ascii=False)` does.
    package static func append(quoted text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { append(escaping: UnsafeRawBufferPointer($0), to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends UTF-8 text as the inside of a string: escaped, without quotes.
    package static func append(escaping text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        var start = 0
        while start < text.count {
            var end = start
            while true {
                end = JSONScanner.endOfPlainText(in: text, from: end)
                guard end < text.count, text[end] >= 0x80 else { break }
                while end < text.count, text[end] >= 0x80 { end += 1 }
            }
            if end > start { bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<end])) }
            if end < text.count { append(escaped: text[end], to: &bytes) }
            start = end + 1
        }
    }

    /// Appends one ASCII character as it must stand inside a string.
    static func append(escaped byte: UInt8, to bytes: inout [UInt8]) {
        let letter: UInt8
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): letter = byte
        case 0x0A: letter = UInt8(ascii: "n")
        case 0x0D: letter = UInt8(ascii: "r")
        case 0x09: letter = UInt8(ascii: "t")
        case 0x08: letter = UInt8(ascii: "b")
        case 0x0C: letter = UInt8(ascii: "f")
        case 0..<0x20:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(hexadecimal(byte >> 4))
            bytes.append(hexadecimal(byte & 15))
            return
        default:
            bytes.append(byte)
            return
        }
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(letter)
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}
