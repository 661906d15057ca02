import JSONText

/// How the bytes of a text stand for its characters.
public enum TextEncoding: String, Sendable, Equatable, CaseIterable {
    case utf8 = "utf-8"
    /// UTF-16 of the byte order that its mark says, or else little endian.
    case utf16 = "utf-16"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    /// Western European as Windows has it; bytes without a character are control characters.
    case windows1252 = "windows-1252"
    /// Western European of ISO.
    case latin1 = "iso-8859-1"

    /// What to do about bytes that are no UTF-8, at the end of a sentence.
    static let hint = " (--encoding windows-1252 reads what older programs write)"

    /// What the first bytes give away: a mark, or ASCII in pairs with a NUL; nil where nothing speaks for UTF-16.
    init?(start: [UInt8]) {
        if start.starts(with: [0xFF, 0xFE]) {
            self = .utf16LittleEndian
        } else if start.starts(with: [0xFE, 0xFF]) {
            self = .utf16BigEndian
        } else if start.count >= 4, start[0] == 0, start[2] == 0, start[1] != 0, start[3] != 0 {
            self = .utf16BigEndian
        } else if start.count >= 4, start[1] == 0, start[3] == 0, start[0] != 0, start[2] != 0 {
            self = .utf16LittleEndian
        } else {
            return nil
        }
    }
}

extension JSONSyntaxError {
    /// What was expected, and what to do where the bytes are of another encoding.
    var advice: String { expected == "valid UTF-8" ? expected + TextEncoding.hint : expected }
}
