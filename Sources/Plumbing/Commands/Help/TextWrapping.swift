import FineTuning
import Text

/// Breaks text into lines of at most so many columns.
package enum TextWrapping {
    /// The lines of a text: its own line breaks stay, longer lines break at blanks and between wide characters.
    ///
    /// A word longer than a line is broken where the line ends. A line's own indentation is kept on its continuations.
    /// Untrusted text becomes printable here, line by line. No line of the result ends with a blank.
    package static func lines(_ text: String, width: Int) -> [String] {
        // To Swift, CR LF is one character.
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
            .flatMap { wrap(String($0).printable, width: max(2, width)) }
    }

    private static func wrap(_ line: String, width: Int) -> [String] {
        let indentation = String(line.prefix { $0 == " " }.prefix(width / 2))
        guard line.displayWidth > width else { return [line.trimmedRight] }
        var lines: [String] = []
        var current = indentation
        var used = indentation.utf8.count
        var isEmpty = true
        for piece in pieces(line.drop { $0 == " " }) {
            let columns = piece.text.displayWidth
            let gap = isEmpty ? 0 : piece.blanksBefore
            if used + gap + columns <= width {
                current += String(repeating: " ", count: gap) + piece.text
                used += gap + columns
                isEmpty = false
                continue
            }
            if !isEmpty {
                lines.append(current)
                (current, used) = (indentation, indentation.utf8.count)
            }
            for character in piece.text {
                let columns = character.displayWidth
                if used + columns > width, used > indentation.utf8.count {
                    lines.append(current)
                    (current, used) = (indentation, indentation.utf8.count)
                }
                current.append(character)
                used += columns
            }
            isEmpty = false
        }
        return isEmpty ? lines : lines + [current]
    }

    /// A part of a line that stays together.
    private struct Piece {
        var blanksBefore: Int
        var text: String
    }

    /// Words; a run of wide characters is one piece a character, with the punctuation that may not begin a line.
    private static func pieces(_ line: Substring) -> [Piece] {
        var pieces: [Piece] = []
        var blanks = 0
        var glue = false
        for character in line {
            if character == " " {
                blanks += 1
                glue = false
                continue
            }
            let isIdeographic = character.displayWidth == 2
            let sticks = cannotBeginLine.contains(character)
            if blanks == 0, let last = pieces.indices.last, sticks || glue && !isIdeographic {
                pieces[last].text.append(character)
            } else {
                pieces.append(Piece(blanksBefore: blanks, text: String(character)))
            }
            blanks = 0
            // What opens a bracket keeps what follows; a wide character lets go of it.
            glue = !isIdeographic
        }
        return pieces
    }

    private static let cannotBeginLine: Set<Character> = [
        "、", "。", "，", "．", "：", "；", "！", "？", "）", "］", "｝", "」", "』", "】", "〉", "》", "ー", "…", "々",
    ]
}
