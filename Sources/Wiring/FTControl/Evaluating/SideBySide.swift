import Commands
import Evaluation
import Text

/// Two texts beside each other; what only one of them has is marked, with signs and not by colour alone.
struct SideBySide {
    /// Words that belong together, without a blank at either end.
    private struct Piece {
        let text: String
        let style: TextStyle
    }

    let paint: Paint
    /// Columns of both with what is between them; nil puts one below the other.
    let width: Int?

    /// Lines of the two texts.
    func lines(_ first: (title: String, text: String), _ second: (title: String, text: String)) -> [String] {
        let difference = WordDifference(first.text, second.text)
        let left = Self.pieces(difference.first, opening: "[-", closing: "-]", style: .bad)
        let right = Self.pieces(difference.second, opening: "{+", closing: "+}", style: .good)
        guard let width else {
            return [first.title + ":"] + laid(left, into: .max) + [second.title + ":"] + laid(right, into: .max)
        }
        let column = max(18, (width - 3) / 2)
        let one = [paint(first.title.clipped(to: column), .bold)] + laid(left, into: column)
        let other = [paint(second.title.clipped(to: column), .bold)] + laid(right, into: column)
        return (0..<max(one.count, other.count)).map { index in
            let text = index < one.count ? one[index] : ""
            let shown = PlainWidth.of(text)
            let rest = index < other.count ? other[index] : ""
            return rest.isEmpty ? text : text + String(repeating: " ", count: max(0, column - shown)) + " │ " + rest
        }
    }

    /// The words, each run of what the other text lacks within marks.
    private static func pieces(
        _ words: [WordDifference.Word], opening: String, closing: String, style: TextStyle
    ) -> [Piece] {
        words.enumerated().map { place, word in
            let text = word.text.printable
            guard !word.isCommon else { return Piece(text: text, style: .plain) }
            let begins = place == 0 || words[place - 1].isCommon
            let ends = place == words.count - 1 || words[place + 1].isCommon
            return Piece(text: (begins ? opening : "") + text + (ends ? closing : ""), style: style)
        }
    }

    private func laid(_ pieces: [Piece], into width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        for piece in pieces {
            for part in Self.parts(piece.text, width) {
                let room = part.displayWidth
                if used > 0, used + 1 + room > width {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                line += (used > 0 ? " " : "") + paint(part, piece.style)
                used += room + (used > 0 ? 1 : 0)
            }
        }
        if used > 0 { lines.append(line) }
        return lines.isEmpty ? [paint("(nothing)", .dim)] : lines
    }

    /// A word in parts that fit.
    private static func parts(_ text: String, _ width: Int) -> [String] {
        guard text.displayWidth > width else { return [text] }
        var parts: [String] = []
        var part = ""
        for character in text {
            if part.displayWidth + String(character).displayWidth > width {
                parts.append(part)
                part = ""
            }
            part.append(character)
        }
        return parts + [part]
    }
}

/// Columns of a text that ``Paint`` may have coloured.
private enum PlainWidth {
    static func of(_ text: String) -> Int {
        var plain = ""
        var isInSequence = false
        for character in text {
            if character == "\u{1B}" { isInSequence = true }
            if !isInSequence { plain.append(character) }
            if character == "m" { isInSequence = false }
        }
        return plain.displayWidth
    }
}
