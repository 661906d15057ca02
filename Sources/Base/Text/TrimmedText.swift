extension StringProtocol {
    /// Without white space of any kind (Unicode's `White_Space`) at both ends.
    package var trimmed: String { String(trimming(\.isWhitespace)) }

    /// Without blanks and tabs at both ends: what separates words on one line.
    package var trimmedBlanks: SubSequence { trimming { $0 == " " || $0 == "\t" } }

    /// Without blanks at the end.
    package var trimmedRight: String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }

    /// Without slashes at the end; a root that is all there is stays.
    package var withoutSlashesAtEnd: String {
        var text = self[...]
        while text.hasSuffix("/"), text.dropFirst().startIndex < text.endIndex { text = text.dropLast() }
        return String(text)
    }

    private func trimming(_ isGap: (Character) -> Bool) -> SubSequence {
        let start = drop(while: isGap)
        guard let last = start.lastIndex(where: { !isGap($0) }) else { return start.prefix(0) }
        return start[...last]
    }
}
