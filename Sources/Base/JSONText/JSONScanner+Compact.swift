extension JSONScanner {
    /// The text of a part that has been taken, as ``JSONWriter`` writes its value: without blanks, strings escaped only
    /// where they must be.
    ///
    /// Most servers write so already, and then it is one copy.
    package func compactText(_ range: Range<Int>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var start = range.lowerBound
        var offset = start
        while offset < range.upperBound {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                let (end, hasEscapes) = endOfTakenString(at: offset + 1)
                if hasEscapes {
                    text.append(contentsOf: bytes[start...offset])
                    JSONStringBytes.appendRewritten(
                        UnsafeRawBufferPointer(rebasing: bytes[offset + 1..<end]), to: &text)
                    start = end
                }
                offset = end + 1
            } else if byte <= 0x20 {
                text.append(contentsOf: bytes[start..<offset])
                offset += 1
                start = offset
            } else {
                offset += 1
            }
        }
        text.append(contentsOf: bytes[start..<range.upperBound])
        return String(decoding: text, as: UTF8.self)
    }

    /// Where the closing quote of a string stands that has been taken, and whether there is a backslash before it.
    private func endOfTakenString(at start: Int) -> (end: Int, hasEscapes: Bool) {
        var hasEscapes = false
        var end = start
        while true {
            end = Self.endOfPlainText(in: bytes, from: end)
            switch bytes[end] {
            case UInt8(ascii: "\""): return (end, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                end += 2
            default: end += 1
            }
        }
    }
}
