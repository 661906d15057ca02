extension Sequence<UInt8> {
    /// Whether a line holds nothing but what JSON takes for blanks: spaces, tabs and carriage returns.
    ///
    /// Other control characters are text that no JSON parser takes.
    var isBlankLine: Bool { allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
}
