import FineTuning
import JSONText
import Text

/// Why a verb stopped: a sentence for the operator, what to do about it, and the code for the shell.
package struct CommandError: Error, Equatable, CustomStringConvertible {
    /// What the program returns to the shell.
    package let exitCode: ExitCode
    /// Operation, object and cause in one sentence, without the program's name and without a final full stop.
    package let sentence: String
    /// What to do, a line each.
    package let hints: [String]

    package init(_ exitCode: ExitCode, _ sentence: String, hints: [String] = []) {
        self.exitCode = exitCode
        self.sentence = sentence
        self.hints = hints
    }

    /// A command line that cannot be understood.
    package static func usage(_ sentence: String, hints: [String] = []) -> CommandError {
        CommandError(.usage, sentence, hints: hints)
    }

    /// The sentence alone.
    package var description: String { sentence }

    /// As it is printed on standard error: the program's name and the sentence, then the hints, indented.
    package func text(
        from program: String, in layout: TextLayout = TextLayout(width: nil, glyphs: .unicode)
    ) -> String {
        let lines =
            layout.lines("\(program): \(sentence.printable)", hanging: 2)
            + hints.flatMap { layout.lines("  \($0.printable)", hanging: 4) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// As it is printed where the verb prints JSON: one object on one line.
    package var json: String {
        let error: JSONObject = [
            "exit_code": .integer(exitCode.rawValue),
            "message": .string(sentence),
            "hints": .array(hints.map(JSONValue.string)),
        ]
        return JSONWriter.text(.object(["error": .object(error)]), style: .spaced) + "\n"
    }
}
