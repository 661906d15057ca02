import FineTuning
import Text

/// Breaks text into lines of at most so many columns.
package enum TextWrapping {
    /// The lines of a text: its own line breaks stay, longer lines break at blanks and between wide characters.
    ///
    /// A word longer than a line is broken where the line ends. A line's own indentation is kept on its continuations.
    /// Untrusted text becomes printable here, line by line. No line of the result ends with a blank.
    package static func lines(_ text: String, width: Int) -> [String] {
        ownLines(text).flatMap { wrap($0.printable, width: width, hanging: nil) }
    }

    /// The same for a text that ``Paint`` has coloured already: its sequences stay, and take no columns.
    ///
    /// - Parameter hanging: the indentation of continuations; nil for that of the line itself. It gives way where only
    ///   that keeps a word whole.
    package static func paintedLines(_ text: String, width: Int, hanging: Int? = nil) -> [String] {
        ownLines(text).flatMap { wrap(PaintedText.printable($0), width: width, hanging: hanging) }
    }

    /// To Swift, CR LF is one character.
    private static func ownLines(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map(String.init)
    }

    private static func wrap(_ line: String, width: Int, hanging: Int?) -> [String] {
        let width = max(2, width)
        let own = line.prefix { $0 == " " }.count
        let indentation = min(hanging ?? own, width / 2)
        let atoms = PaintedText.atoms(line)
        guard atoms.reduce(0, { $0 + $1.columns }) > width else { return [line.trimmedRight] }
        var lines: [String] = []
        var current = String(repeating: " ", count: min(own, width / 2))
        var used = current.utf8.count
        var isEmpty = true
        for piece in pieces(atoms) {
            let gap = isEmpty ? 0 : piece.blanksBefore
            if used + gap + piece.columns <= width {
                current += String(repeating: " ", count: gap) + piece.text
                used += gap + piece.columns
                isEmpty = false
                continue
            }
            if !isEmpty {
                lines.append(current)
                used = min(indentation, max(0, width - piece.columns))
                // Only a word that fits no line at all is broken, and that one keeps the indentation.
                if piece.columns > width { used = indentation }
                current = String(repeating: " ", count: used)
            }
            let start = used
            for atom in piece.atoms {
                if used + atom.columns > width, used > start {
                    lines.append(current)
                    current = String(repeating: " ", count: indentation)
                    used = indentation
                }
                current += atom.text
                used += atom.columns
            }
            isEmpty = false
        }
        return isEmpty ? lines : lines + [current]
    }

    /// A part of a line that stays together.
    private struct Piece {
        var blanksBefore: Int
        var atoms: [PaintedText.Atom]

        var columns: Int { atoms.reduce(0) { $0 + $1.columns } }
        var text: String { atoms.map(\.text).joined() }
    }

    /// Words; a run of wide characters is one piece a character, with the punctuation that may not begin a line.
    private static func pieces(_ atoms: [PaintedText.Atom]) -> [Piece] {
        var pieces: [Piece] = []
        var blanks = 0
        var glue = false
        for atom in atoms {
            if atom.text == " " {
                blanks += 1
                glue = false
                continue
            }
            let isIdeographic = atom.columns == 2
            let sticks = atom.text.first.map { cannotBeginLine.contains($0) } ?? false
            let isStyle = atom.columns == 0 && atom.text.hasPrefix("\u{1B}")
            if blanks == 0, let last = pieces.indices.last, sticks || isStyle || glue && !isIdeographic {
                pieces[last].atoms.append(atom)
            } else {
                pieces.append(Piece(blanksBefore: blanks, atoms: [atom]))
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
