import JSONText

/// Reads an answer of a server whose JSON is not quite JSON.
///
/// Python writes `NaN` and `Infinity`, and half of a surrogate pair; proxies break a character. Such a number becomes its
/// word as a string, which the metrics of a step are read from, and an entry of a list that still is no JSON becomes null
/// as a whole: it costs that entry only. Text that was cut short stays an error.
enum TolerantJSON {
    /// The answer's JSON.
    ///
    /// - Throws: where even so it is none, the first error of the text as it came.
    static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        try read(bytes) { text throws(JSONSyntaxError) in try JSONValue.parse(text) }
    }

    /// The answer as a list; throws as ``parse(_:)`` does.
    static func list(_ bytes: [UInt8]) throws(JSONSyntaxError) -> ReceivedList {
        try read(bytes) { text throws(JSONSyntaxError) in try ReceivedList(text) }
    }

    private static func read<Value>(
        _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(JSONSyntaxError) -> Value
    ) throws(JSONSyntaxError) -> Value {
        do throws(JSONSyntaxError) {
            return try whole(bytes, body)
        } catch {
            var text = LooseText(bytes)
            text.read()
            do throws(JSONSyntaxError) { return try whole(text.repaired(), body) } catch _ { throw error }
        }
    }

    private static func whole<Value>(
        _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(JSONSyntaxError) -> Value
    ) throws(JSONSyntaxError) -> Value {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in
            try body(UnsafeRawBufferPointer(buffer))
        }
    }
}

/// A walk over JSON that knows strings and brackets only.
private struct LooseText {
    private let bytes: [UInt8]
    private var offset = 0
    /// The open brackets, outermost first.
    private var brackets: [UInt8] = []
    /// Where the entry begins that is being read, of a list directly in the outermost object.
    private var entry: Int?
    /// Whole entries of such lists.
    private var entries: [Range<Int>] = []
    /// Words that stand for numbers which JSON does not have.
    private var words: [Range<Int>] = []

    private static let numbers = ["-Infinity", "Infinity", "NaN"].map { Array($0.utf8) }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                begin()
                skipString()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                begin()
                brackets.append(bytes[offset])
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if isInList { end() }
                _ = brackets.popLast()
            case UInt8(ascii: ","): if isInList { end() }
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ":"): break
            case _:
                begin()
                if let word = Self.numbers.first(where: { bytes[offset...].starts(with: $0) }) {
                    words.append(offset..<offset + word.count)
                    offset += word.count
                    continue
                }
            }
            offset += 1
        }
    }

    /// Whether the walk is between the entries of a list directly in the outermost object.
    private var isInList: Bool { brackets == [UInt8(ascii: "{"), UInt8(ascii: "[")] }

    private mutating func begin() { if isInList, entry == nil { entry = offset } }

    private mutating func end() {
        if let entry { entries.append(entry..<offset) }
        entry = nil
    }

    private mutating func skipString() {
        offset += 1
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
            offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
        }
        offset += 1
    }

    /// The text with every word in quotes, and null for every entry that even so is no JSON.
    func repaired() -> [UInt8] {
        let null = Array("null".utf8)
        let quote = [UInt8(ascii: "\"")]
        var result: [UInt8] = []
        var start = 0
        var words = words[...]
        func copy(to end: Int, _ words: inout ArraySlice<Range<Int>>) -> [UInt8] {
            var part: [UInt8] = []
            while let word = words.first, word.upperBound <= end {
                part += bytes[start..<word.lowerBound] + quote + bytes[word] + quote
                start = word.upperBound
                words.removeFirst()
            }
            part += bytes[start..<max(start, end)]
            start = max(start, end)
            return part
        }
        for entry in entries {
            result += copy(to: entry.lowerBound, &words)
            let text = copy(to: entry.upperBound, &words)
            let isSound: Bool
            do throws(JSONSyntaxError) {
                _ = try JSONValue.parse(text)
                isSound = true
            } catch { isSound = false }
            result += isSound ? text : null
        }
        return result + copy(to: bytes.count, &words)
    }
}
