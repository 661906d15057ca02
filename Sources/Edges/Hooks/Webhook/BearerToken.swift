import Settings

/// A word that a receiver wants to see with every request; it never shows itself.
package struct BearerToken: Sendable, Hashable, HiddenText {
    let text: String

    /// Reads the first line of a token file.
    ///
    /// - Throws: what is wrong with it; the text is not quoted.
    static func all(in text: String) throws(WebhookSecretError) -> [BearerToken] {
        guard !text.unicodeScalars.contains("\u{FEFF}") else { throw .byteOrderMark }
        let lines = text.split(whereSeparator: \.isNewline).filter { $0.contains { !$0.isWhitespace } }
        guard let line = lines.first else { throw .emptyToken }
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 1, lines.count == 1, let word = words.first else { throw .notOneWord }
        guard !word.hasPrefix("\""), !word.hasPrefix("'") else { throw .quoted }
        guard word.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .notPlain }
        return [BearerToken(text: String(word))]
    }
}
