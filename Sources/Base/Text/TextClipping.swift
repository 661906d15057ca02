extension String {
    /// The text when it fits into so many columns, otherwise its beginning and `…`.
    ///
    /// The result may be one column narrower where a wide character did not fit.
    package func clipped(to width: Int) -> String {
        guard width > 0 else { return "" }
        // No character has more columns than bytes: an ASCII character has one of each, others two bytes or more.
        guard utf8.count > width, displayWidth > width else { return self }
        var kept = ""
        var used = 0
        for character in self {
            let columns = character.displayWidth
            guard used + columns <= width - 1 else { break }
            used += columns
            kept.append(character)
        }
        while kept.last == " " { kept.removeLast() }
        return kept + "…"
    }

    /// The text with blanks behind it, or before it, up to so many columns.
    package func padded(to width: Int, alignment: TextAlignment = .left) -> String {
        let missing = width - displayWidth
        guard missing > 0 else { return self }
        let blanks = String(repeating: " ", count: missing)
        switch alignment {
        case .left: return self + blanks
        case .right: return blanks + self
        }
    }
}

/// Where a text stands in a column.
package enum TextAlignment: Sendable {
    case left
    case right
}
