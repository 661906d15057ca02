extension PaintedText {
    /// How many columns a text takes; its sequences take none.
    static func width(of text: String) -> Int { atoms(text).reduce(0) { $0 + $1.columns } }

    /// The text within so many columns: where it is longer its beginning, the mark for what was cut, and its colours
    /// ended.
    static func clipped(_ text: String, to width: Int, _ glyphs: Glyphs) -> String {
        guard text.utf8.count > width, self.width(of: text) > width else { return text }
        var result = ""
        var left = width - glyphs.cut.count
        guard left > 0 else { return String(glyphs.cut.prefix(max(0, width))) }
        for atom in atoms(text) {
            guard atom.columns <= left else { break }
            result += atom.text
            left -= atom.columns
        }
        let isColoured = result.utf8.contains(0x1B) && !result.hasSuffix(reset)
        return result + (isColoured ? reset : "") + glyphs.cut
    }

    private static let reset = "\u{1B}[0m"
}
