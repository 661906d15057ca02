import Commands
import FineTuning
import Text
import TrainingData

/// Rows of a training file as conversations to read; what they hold is untrusted and made printable.
struct ExampleText {
    let context: CommandContext

    /// More characters of one message are not shown.
    private static let mostCharacters = 2_000

    /// One row: a heading, and each message behind its speaker.
    func lines(_ example: ExamplePreview) -> [String] {
        let widest = example.turns.map(\.speaker.printable.displayWidth).max() ?? 0
        let indent = min(20, widest) + 4
        let width = context.terminal.outputIsTerminal ? max(20, context.terminal.width - indent) : Int.max / 2
        var lines = [context.paint("line \(example.line)", .bold)]
        for turn in example.turns {
            let speaker = turn.speaker.printable.clipped(to: 20)
            var text = String(turn.text.prefix(Self.mostCharacters))
            if text.utf8.count < turn.text.utf8.count {
                text += "… (\(HumanText.count(turn.text.count, "character")))"
            }
            for (index, part) in TextWrapping.lines(text, width: width).enumerated() {
                let head = (index == 0 ? speaker : "").padded(to: indent - 2)
                let line = "  " + (part.isEmpty && index > 0 ? "" : context.paint(head, .dim) + part)
                lines.append(line == "  " ? "" : line)
            }
        }
        return lines
    }
}
