import Text

/// How lines reach a person: whole in a pipe, broken between words on a terminal, and in characters that it can show.
package struct TextLayout: Sendable, Equatable {
    /// Columns of the terminal; nil where there is none, and nothing is broken.
    package let width: Int?
    package let glyphs: Glyphs

    package init(width: Int?, glyphs: Glyphs) {
        self.width = width
        self.glyphs = glyphs
    }

    /// The lines of a text that ``Paint`` may have coloured.
    ///
    /// A word, an id or a path is broken only where it is longer than a line.
    ///
    /// - Parameter hanging: columns before the continuations of a line; nil for the line's own indentation.
    package func lines(_ text: String, hanging: Int? = nil) -> [String] {
        let text = glyphs(text)
        guard let width else { return [text] }
        return TextWrapping.paintedLines(text, width: width, hanging: hanging)
    }

    /// Parts of one line with ` · ` between them; broken between the parts, and within one only where it is longer than
    /// a line.
    package func lines(joining parts: [String]) -> [String] {
        guard let width else { return lines(parts.joined(separator: " · ")) }
        var joined: [String] = []
        for part in parts {
            if let last = joined.last, (last + " · " + part).displayWidth <= width {
                joined[joined.count - 1] = last + " · " + part
            } else {
                joined.append(part)
            }
        }
        return joined.flatMap { lines($0) }
    }
}

extension Surroundings {
    /// The characters that tables and sentences are made of here, by the locale.
    package var glyphs: Glyphs { Glyphs(environment: environment) }

    /// How lines are laid out on standard output.
    package var outputLayout: TextLayout {
        TextLayout(width: terminal.outputIsTerminal ? terminal.width : nil, glyphs: glyphs)
    }

    /// How lines are laid out on standard error.
    package var errorLayout: TextLayout {
        TextLayout(width: terminal.errorsIsTerminal ? terminal.width : nil, glyphs: glyphs)
    }

    /// Says something to the person on standard error, in lines of its own.
    package func sayLines(_ text: String, hanging: Int? = nil) {
        say(errorLayout.lines(text, hanging: hanging).joined(separator: "\n") + "\n")
    }
}

extension CommandContext {
    /// Writes a text for a person to standard output, in lines of its own; JSON, CSV and names go to ``output``.
    ///
    /// - Parameter hanging: columns before the continuations of a line; nil for the line's own indentation.
    package func tell(_ text: String, hanging: Int? = nil) throws(OutputError) {
        for line in surroundings.outputLayout.lines(text, hanging: hanging) { try output.line(line) }
    }

    /// The characters that tables and sentences are made of here.
    package var glyphs: Glyphs { surroundings.glyphs }
}
