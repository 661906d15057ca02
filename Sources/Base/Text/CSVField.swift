/// Fields of comma-separated values by RFC 4180, safe to open in a spreadsheet.
package enum CSVField {
    /// One line with its end, CR LF, of fields that are written already.
    package static func line(_ fields: [String]) -> String { fields.joined(separator: ",") + "\r\n" }

    /// One text as a field.
    ///
    /// A text that a spreadsheet would take for a formula gets a quote in front (CWE-1236).
    package static func text(_ text: String) -> String {
        if isPlain(text) { return text }
        let shown = text.printable
        let isFormula = text.unicodeScalars.first.map { formulaStarts.contains($0) } ?? false
        let guarded = isFormula ? "'\(shown)" : shown
        let needsQuotes =
            guarded.utf8.contains { ",\"".utf8.contains($0) } || shown.hasPrefix(" ") || shown.hasSuffix(" ")
        guard needsQuotes else { return guarded }
        return "\"\(guarded.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }

    /// Whether a text is a field as it is: an ASCII letter or digit, and then nothing that a field quotes or guards.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, first >= UInt8(ascii: "0"), first != UInt8(ascii: "="),
            first != UInt8(ascii: "@"), text.utf8.last != UInt8(ascii: " ")
        else { return false }
        return text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: ",") && $0 != 0x22 }
    }

    /// With the fullwidth forms that spreadsheets take for the same.
    private static let formulaStarts: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]
}
