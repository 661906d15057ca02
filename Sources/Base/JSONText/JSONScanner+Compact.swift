extension JSONScanner {
    /// The text of a part that has been taken, as ``JSONWriter`` writes its value: without blanks, strings escaped only
    /// where they must be.
    ///
    /// Most servers write so already, and then it is one copy.
    package func compactText(_ range: Range<Int>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        appendText(range, isSpaced: false, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the text of a part that has been taken, as ``JSONWriter`` writes its value.
    ///
    /// - Parameter isSpaced: with a blank behind each comma and colon.
    func appendText(_ range: Range<Int>, isSpaced: Bool, to text: inout [UInt8]) {
        var start = range.lowerBound
        var offset = start
        func copy(to end: Int, _ text: inout [UInt8]) {
            text.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        }
        while offset < range.upperBound {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                let (end, hasEscapes) = endOfTakenString(at: offset + 1)
                if hasEscapes {
                    copy(to: offset + 1, &text)
                    JSONStringBytes.appendRewritten(
                        UnsafeRawBufferPointer(rebasing: bytes[offset + 1..<end]), to: &text)
                    start = end
                }
                offset = end + 1
            } else if byte <= 0x20 {
                copy(to: offset, &text)
                offset += 1
                start = offset
            } else {
                offset += 1
                if isSpaced, byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") {
                    copy(to: offset, &text)
                    text.append(0x20)
                    start = offset
                }
            }
        }
        copy(to: range.upperBound, &text)
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
