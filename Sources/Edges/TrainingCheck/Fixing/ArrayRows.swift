import TrainingData

/// The objects of one JSON array, cut out of its text as it comes.
struct ArrayRows {
    private var object = JoinedText()
    private var depth = 0
    private var isInText = false
    private var isEscaped = false
    private var isOpen = false
    /// Whether the array has ended.
    private(set) var isClosed = false

    /// Takes the next bytes; false where they are no array of objects.
    mutating func take(_ text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        for byte in text {
            if depth == 0 {
                guard begin(byte) else { return false }
                continue
            }
            object.append(byte)
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                guard depth == 0 else { continue }
                object.bytes.withUnsafeBytes(body)
                object = JoinedText()
            default: break
            }
            if object.bytes.count > LineReader.longestLine { return false }
        }
        return true
    }

    /// Takes a byte between the objects.
    private mutating func begin(_ byte: UInt8) -> Bool {
        if byte == 0x0A || byte.isBlank { return true }
        guard !isClosed else { return false }
        switch byte {
        case UInt8(ascii: "[") where !isOpen: isOpen = true
        case UInt8(ascii: ",") where isOpen: break
        case UInt8(ascii: "]") where isOpen: isClosed = true
        case UInt8(ascii: "{") where isOpen:
            depth = 1
            object.append(byte)
        default: return false
        }
        return true
    }
}
