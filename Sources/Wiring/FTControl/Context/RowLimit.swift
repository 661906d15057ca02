import Commands
import Text

/// How many rows a verb lists: on a terminal as many as fit its height, anywhere else all of them.
///
/// A program that reads the rows cannot see that some are missing, so a cut that was asked for is said.
enum RowLimit {
    /// `-n`, without a default of its own.
    static let count = CommandOption.value(
        "limit", short: "n", .wholeNumber("COUNT", in: 1...1_000_000_000),
        "at most so many; else as many as fit in a table on a terminal, and all anywhere else")

    /// On a terminal of a few lines the table may scroll: fewer rows would say nothing.
    private static let least = 3

    /// The greatest number of rows; nil for all.
    ///
    /// - Parameters:
    ///   - wantsAll: whether `--all` was given.
    ///   - footer: lines that will stand below the table.
    static func rows(_ arguments: Arguments, wantsAll: Bool, footer: Int = 1, _ context: CommandContext) -> Int? {
        if wantsAll { return nil }
        if let count = arguments[count] { return count }
        guard context.format == .table, context.terminal.outputIsTerminal else { return nil }
        // The titles are above the rows, and the next prompt is below everything.
        return max(least, context.terminal.height - 2 - footer)
    }

    /// Says that there are more rows, where no line below a table does.
    static func sayCut(shown: Int, of total: Int?, noun: String, _ context: CommandContext) throws {
        switch context.format {
        case .table, .wide: return
        case .json, .jsonl, .csv, .name:
            let share =
                total.map { "\(HumanText.number(shown)) of \(HumanText.count($0, noun))" }
                ?? "the newest \(HumanText.number(shown))"
            try context.say("\(share) (every one: --all)")
        }
    }
}
