import JSONText
import Text

/// Why a line is not JSON, in words that somebody can act on.
enum SyntaxAdvice {
    /// What is wrong at the place where a parser stopped.
    ///
    /// - Parameters:
    ///   - line: the line without its line feed.
    ///   - error: where it stopped, and what it expected.
    static func sentence(_ line: UnsafeRawBufferPointer, _ error: JSONSyntaxError) -> String {
        let start = "not JSON: "
        let offset = error.offset
        if error.expected == "a closing double quote" {
            return start + "a text does not end on its line; write a line end within a text as \\n"
        }
        if isUnfinished(line, error) {
            return start + "the object does not end on its line; write each object on one line"
        }
        if let quote = typographicQuote(line, at: offset) {
            return start + "\(quote), which looks like a quote, stands where a straight one is to be: write \""
        }
        if let word = literal(line, at: offset) { return start + word }
        if error.expected.hasPrefix("a known escape"), offset + 1 < line.count {
            return start + "\(escape(line[offset + 1])) is no escape; write a backslash in a text as \\\\"
        }
        if error.expected.hasPrefix("an escaped control character"), offset < line.count {
            return start + control(line[offset])
        }
        // It stops within a text, where no quote is amiss.
        if error.expected == "a whole surrogate pair" { return start + "expected \(error.expected)" }
        if let advice = quoteAdvice(line, error) { return start + advice }
        return start + "expected \(error.expected)"
    }

    /// Whether the line ends before the object that begins on it does.
    static func isUnfinished(_ line: UnsafeRawBufferPointer, _ error: JSONSyntaxError) -> Bool {
        let end = (line.lastIndex { $0 > 0x20 } ?? -1) + 1
        return (error.offset >= end || error.expected == "a closing double quote")
            && line.first { $0 > 0x20 } == UInt8(ascii: "{")
    }

    /// What a byte that is no UTF-8 tells of the file.
    static func encoding(_ byte: UInt8) -> String {
        let start = "the byte 0x\(String(byte, radix: 16, uppercase: true)) is no UTF-8"
        guard ![0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(byte) else { return start + ", which the server asks for" }
        return start + ": the file looks like Windows-1252; convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE"
    }

    /// U+201C and its like, as a person finds them.
    private static func typographicQuote(_ line: UnsafeRawBufferPointer, at offset: Int) -> String? {
        guard offset + 2 < line.count, line[offset] == 0xE2, line[offset + 1] == 0x80 else { return nil }
        switch line[offset + 2] {
        case 0x98: return "U+2018"
        case 0x99: return "U+2019"
        case 0x9C: return "U+201C"
        case 0x9D: return "U+201D"
        case 0x9E: return "U+201E"
        default: return nil
        }
    }

    /// Words that other writers have for what JSON says otherwise, or not at all.
    private static let literals: [(word: String, advice: String)] = [
        ("NaN", "NaN is no JSON, and mostly an empty cell; write a text or null"),
        ("-Infinity", "-Infinity is no JSON; write a text or null"),
        ("Infinity", "Infinity is no JSON; write a text or null"),
        ("None", "None is Python's; write null"),
        ("True", "True is Python's; write true"),
        ("False", "False is Python's; write false"),
        ("undefined", "undefined is JavaScript's; write null"),
        ("'", "a single quote; JSON has double quotes, as json.dumps writes them"),
    ]

    private static func literal(_ line: UnsafeRawBufferPointer, at offset: Int) -> String? {
        // A scanner may be behind the sign of a number already.
        for place in [offset, offset - 1] where place >= 0 && place < line.count {
            for (word, advice) in literals where line[place...].starts(with: word.utf8) {
                if place == offset || word.first == "-" { return advice }
            }
        }
        return nil
    }

    private static func escape(_ byte: UInt8) -> String {
        (0x21...0x7E).contains(byte) ? "\\\(Unicode.Scalar(byte))" : "a backslash there"
    }

    private static func control(_ byte: UInt8) -> String {
        switch byte {
        case 0x09: "a tab in a text is to be written \\t"
        case 0x0D: "a carriage return in a text is to be written \\r"
        default: "the control character U+\(TextInspector.hexadecimal(UInt32(byte))) in a text is to be escaped"
        }
    }

    /// What commas and quotes at the wrong place most likely mean.
    private static func quoteAdvice(_ line: UnsafeRawBufferPointer, _ error: JSONSyntaxError) -> String? {
        let offset = min(error.offset, line.count)
        let before = line[..<offset].last { $0 > 0x20 }
        let found = offset < line.count ? line[offset] : nil
        if before == UInt8(ascii: ","), found == UInt8(ascii: "}") || found == UInt8(ascii: "]") {
            return "a comma too many before the closing bracket; remove it"
        }
        let isBehindText =
            before == UInt8(ascii: "\"") && (error.expected.hasPrefix("\"") || error.expected == "the end of the text")
        guard isBehindText, let found, found != UInt8(ascii: "{"), found != UInt8(ascii: "[") else { return nil }
        if found == UInt8(ascii: "\"") { return "a comma is missing, or a quote within a text is to be written \\\"" }
        return "a quote within a text is to be written \\\"; the text ended here: expected \(error.expected)"
    }
}
