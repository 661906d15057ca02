/// A header value with parameters: `form-data; name="file"; filename="a.jsonl"`.
struct HeaderValue {
    /// What is before the first semicolon, without blanks around it.
    let value: String
    /// Parameter names compare without regard to case; of a repeated one the first counts.
    let parameters: ServerHeaders

    init(_ text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        value = scanner.word(upTo: [UInt8(ascii: ";")])
        var found = ServerHeaders()
        while scanner.skip(UInt8(ascii: ";")) {
            let name = scanner.word(upTo: [UInt8(ascii: ";"), UInt8(ascii: "=")])
            guard scanner.skip(UInt8(ascii: "=")) else { continue }
            found.append(name, scanner.quotedOrWord())
        }
        parameters = found
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func skip(_ byte: UInt8) -> Bool {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        mutating func word(upTo ends: [UInt8]) -> String {
            let start = position
            while position < bytes.count, !ends.contains(bytes[position]) { position += 1 }
            var word = bytes[start..<position]
            while let byte = word.first, byte == 0x20 || byte == 0x09 { word.removeFirst() }
            while let byte = word.last, byte == 0x20 || byte == 0x09 { word.removeLast() }
            return String(decoding: word, as: UTF8.self)
        }

        /// Quotes keep semicolons; a backslash keeps a quote or a backslash, and is itself before anything else
        /// (old browsers send Windows paths).
        mutating func quotedOrWord() -> String {
            while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
            guard skip(UInt8(ascii: "\"")) else { return word(upTo: [UInt8(ascii: ";")]) }
            var text: [UInt8] = []
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count,
                    bytes[position + 1] == UInt8(ascii: "\"") || bytes[position + 1] == UInt8(ascii: "\\")
                {
                    position += 1
                }
                text.append(bytes[position])
                position += 1
            }
            _ = word(upTo: [UInt8(ascii: ";")])
            return String(decoding: text, as: UTF8.self)
        }
    }
}
