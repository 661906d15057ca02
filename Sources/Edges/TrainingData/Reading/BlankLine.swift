extension UnsafeRawBufferPointer {
    /// Whether a line holds nothing but what JSON takes for blanks: spaces, tabs and carriage returns.
    ///
    /// Other control characters are text that no JSON parser takes.
    package var isBlankLine: Bool { allSatisfy(\.isBlank) }
}

extension UInt8 {
    /// Whether JSON takes the byte for a blank within a line.
    package var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
