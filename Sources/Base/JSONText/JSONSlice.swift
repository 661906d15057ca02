/// Where one value stands in its text: offsets instead of copies.
package struct JSONSlice: Sendable, Equatable {
    /// What a value is, as its first byte says.
    package enum Kind: Sendable, Equatable {
        case null, bool, number, string, array, object
    }

    package let kind: Kind
    /// Offset in bytes of the value's first byte; of a string, the byte behind its opening quote.
    package let start: Int
    /// Offset behind the value's last byte; of a string, of its closing quote.
    package let end: Int
    /// Whether this is a string with at least one backslash: its bytes are then not yet its text.
    package let hasEscapes: Bool

    package init(kind: Kind, start: Int, end: Int, hasEscapes: Bool = false) {
        self.kind = kind
        self.start = start
        self.end = end
        self.hasEscapes = hasEscapes
    }

    /// The offsets of the value's bytes, without the quotes of a string.
    package var range: Range<Int> { start..<end }
}
