/// Where a text stopped being JSON, and what would have been right there.
package struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Offset in bytes from the start of the text, from 0.
    package let offset: Int
    /// What the grammar allows there, for example `a value` or `"," or "}"`.
    package let expected: String

    package init(offset: Int, expected: String) {
        self.offset = offset
        self.expected = expected
    }

    /// Where it stopped, counted in bytes from 1, and what would have been right there.
    ///
    /// The text itself is never quoted: it may be private.
    package var description: String { "not JSON at byte \(offset + 1): expected \(expected)" }

    /// Line and column of the error in its text, both from 1; the column counts Unicode scalars.
    package func place(in bytes: [UInt8]) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }
}
