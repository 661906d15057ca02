extension String {
    /// The text when it fits into so many columns, otherwise its beginning and a mark.
    ///
    /// The result may be one column narrower where a wide character did not fit.
    package func clipped(to width: Int, mark: String = "…") -> String {
        guard width > 0 else { return "" }
        // No character has more columns than bytes: an ASCII character has one of each, others two bytes or more.
        guard utf8.count > width, displayWidth > width else { return self }
        // A mark that is wider than that alone is left out.
        let mark = mark.utf8.count > width && mark.displayWidth > width ? "" : mark
        let room = mark.displayWidth
        var kept = ""
        var used = 0
        for character in self {
            let columns = character.displayWidth
            guard used + columns <= width - room else { break }
            used += columns
            kept.append(character)
        }
        while kept.last == " " { kept.removeLast() }
        return kept + mark
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
