internal import Text

/// What stands behind the `=`, in the three ways a key may want it.
package struct ConfigurationValue: Equatable, Sendable {
    /// Without comment, quotes and outer blanks.
    package var text: String
    /// Split at blanks outside quotes.
    package var words: [String]
    /// As it was written, quotes included; only the comment is gone.
    package var verbatim: String
    /// What `~` stands for; a reader of paths sets it.
    package var home: String?

    /// Reads to the end of the line.
    ///
    /// `#` and `;` open a comment at the start or after a blank. Double quotes keep blanks, `#` and `;`; `\"` and `\\`
    /// stand for the character itself, any other `\` for nothing but itself.
    package init(readingRestOfLine line: Substring) throws(ValueError) {
        var text = ""
        var words: [String] = []
        var word: String?
        var inQuotes = false
        var previous: Character = " "
        var index = line.startIndex
        // How much of `text` is not a blank that only separates.
        var textEnd = text.startIndex
        scan: while index < line.endIndex {
            let character = line[index]
            let next = line.index(after: index)
            switch character {
            case "\\" where next < line.endIndex && (line[next] == "\"" || line[next] == "\\"):
                text.append(line[next])
                word = (word ?? "") + String(line[next])
                textEnd = text.endIndex
                index = next
            case "\"":
                inQuotes.toggle()
                word = word ?? ""
                textEnd = text.endIndex
            case " " where !inQuotes, "\t" where !inQuotes:
                if let finished = word { words.append(finished) }
                word = nil
                if !text.isEmpty { text.append(character) }
            case "#" where !inQuotes && previous.isBlank, ";" where !inQuotes && previous.isBlank:
                break scan
            default:
                text.append(character)
                word = (word ?? "") + String(character)
                textEnd = text.endIndex
            }
            previous = character
            index = line.index(after: index)
        }
        guard !inQuotes else { throw ValueError("a double quote is not closed; write \\\" for the character itself") }
        if let word { words.append(word) }
        self.text = String(text[..<textEnd])
        self.words = words
        verbatim = String(line[..<index].trimmedBlanks)
    }
}

extension Character {
    fileprivate var isBlank: Bool { self == " " || self == "\t" }
}
