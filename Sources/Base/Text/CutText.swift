extension String {
    /// The text in at most that many bytes of UTF-8: cut between scalars, and marked with `…` where it was.
    package func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        let mark = "…"
        var count = mark.utf8.count
        var kept = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            count += UTF8.width(scalar)
            guard count <= limit else { break }
            kept.append(scalar)
        }
        return String(kept) + mark
    }

    /// Printable, and no longer than that many characters; `…` marks what was cut.
    package func printable(limit: Int) -> String {
        // One character may be any number of scalars: what is far beyond the limit need not be looked at.
        let text = String(unicodeScalars.prefix(limit * 4)).printable
        return text.count > limit || unicodeScalars.count > limit * 4 ? text.prefix(limit) + "…" : text
    }

    /// Short enough for a message about something mistyped, and safe to print: 60 characters.
    package var abbreviated: String { (count > 60 ? String(prefix(59)) + "…" : self).printable }
}
