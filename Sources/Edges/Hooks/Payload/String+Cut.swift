extension String {
    /// The text in at most that many bytes of UTF-8: cut between scalars, and marked with `…` where it was.
    func cut(to limit: Int) -> String {
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
}
