import Commands
import Text

/// How many rows a verb lists: on a terminal the newest few, so that the table fits; anywhere else all of them.
///
/// A program that reads the rows cannot see that some are missing, so a cut that was asked for is said.
enum RowLimit {
    /// `-n`, without a default of its own.
    static let count = CommandOption.value(
        "limit", short: "n", .wholeNumber("COUNT", in: 1...1_000_000_000),
        "at most so many; else 20 in a table on a terminal, and all anywhere else")
    private static let onTerminal = 20

    /// The greatest number of rows; nil for all.
    ///
    /// - Parameter wantsAll: whether `--all` was given.
    static func rows(_ arguments: Arguments, wantsAll: Bool, _ context: CommandContext) -> Int? {
        if wantsAll { return nil }
        if let count = arguments[count] { return count }
        return context.format == .table && context.terminal.outputIsTerminal ? onTerminal : nil
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
