import Commands
import FineTuning
import JobStorage
import JobViews
import Text

/// The status of a job in a table: the word, what is to be said of it, and the percent, which a narrow column keeps.
enum JobStatusCell {
    static func cell(_ row: StatusRow) -> Table.Cell {
        let percent = percent(row)
        let style = row.note == nil ? row.status.style : .warning
        return Table.Cell(
            text(row), style: style, shorter: short(row).map { [$0 + percent] } ?? [], clipping: .end(percent.count))
    }

    /// `● running  62%`, `● running (gone)`.
    static func text(_ row: StatusRow) -> String {
        if row.goneAt != nil { return "\(row.status.marked) (gone)" }
        let note = row.note.map { " (\($0.word))" } ?? ""
        return row.status.marked + note + percent(row)
    }

    /// ` 62%`, right-aligned; empty where nobody knows.
    private static func percent(_ row: StatusRow) -> String {
        guard row.goneAt == nil, let share = row.progress?.share else { return "" }
        return "\(Int(share * 100))%".padded(to: 5, alignment: .right)
    }

    /// What stands for the words in a narrow column; nil where they are short.
    private static func short(_ row: StatusRow) -> String? {
        if row.goneAt != nil { return "\(row.status.symbol) gone" }
        if let note = row.note { return "\(row.status.symbol) \(note.word)" }
        return row.status.meaning == .validatingFiles ? "\(row.status.symbol) validating" : nil
    }
}
