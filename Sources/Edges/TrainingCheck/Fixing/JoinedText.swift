/// JSON text that is brought onto one line, byte for byte.
struct JoinedText {
    private(set) var bytes: [UInt8] = []
    private var isInText = false
    private var isEscaped = false

    mutating func append(_ byte: UInt8) {
        switch byte {
        case 0x0A, 0x0D:
            if isInText {
                bytes.append(contentsOf: byte == 0x0A ? "\\n".utf8 : "\\r".utf8)
            } else {
                bytes.append(0x20)
            }
            isEscaped = false
            return
        case UInt8(ascii: "\"") where !isEscaped: isInText.toggle()
        default: break
        }
        isEscaped = isInText && byte == UInt8(ascii: "\\") && !isEscaped
        bytes.append(byte)
    }
}
