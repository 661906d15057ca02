/// How deep in brackets, and whether in a string, the next byte of a JSON text stands.
///
/// It follows the bytes as they come, also those of a text that is broken elsewhere: it tells where a value ends, not whether
/// it is one.
package struct JSONNesting: Sendable {
    /// Open brackets.
    package private(set) var depth = 0
    /// Whether the next byte stands in a string.
    package private(set) var isInString = false
    private var isEscaped = false

    package init() {}

    /// Takes the next byte; true when it closes the last open bracket, or one that nobody opened.
    package mutating func take(_ byte: UInt8) -> Bool {
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
            return false
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth = max(0, depth - 1)
            return depth == 0
        default: break
        }
        return false
    }

    /// Ends a line: a backslash before its end escapes nothing.
    package mutating func endLine() { isEscaped = false }
}
