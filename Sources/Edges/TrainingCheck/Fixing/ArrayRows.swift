import JSONText
import TrainingData

/// The objects of one JSON array, cut out of its text as it comes.
struct ArrayRows {
    private var object = JoinedText()
    private var nesting = JSONNesting()
    private var isOpen = false
    /// Whether the array has ended.
    private(set) var isClosed = false

    /// Takes the next bytes; false where they are no array of objects.
    mutating func take(_ text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        for byte in text {
            if nesting.depth == 0 {
                guard begin(byte) else { return false }
                continue
            }
            object.append(byte)
            if nesting.take(byte) {
                object.bytes.withUnsafeBytes(body)
                object = JoinedText()
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
            _ = nesting.take(byte)
            object.append(byte)
        default: return false
        }
        return true
    }
}
