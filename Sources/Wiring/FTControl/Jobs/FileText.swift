import Commands
import FineTuning
import Text

/// An uploaded file as a person sees it.
enum FileText {
    /// Nothing that is not known takes a line.
    static func lines(_ file: RemoteFile, _ context: CommandContext) -> [String] {
        var lines = [
            file.id.rawValue.printable + (file.status.map { " · \($0.printable)" } ?? "")
        ]
        let facts: [(String, String?)] = [
            ("filename", file.filename?.printable), ("size", file.bytes.map { HumanText.bytes($0) }),
            ("purpose", file.purpose?.printable), ("created", file.createdAt.map { context.time.full($0) }),
        ]
        for case (let label, let text?) in facts {
            lines.append("  " + context.paint(label.padded(to: 16), .dim) + text)
        }
        return lines
    }
}
