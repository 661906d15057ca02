package import FineTuning
import Text

extension CommandContext {
    /// A moment in a table: with its day, or in seven columns at most; empty where it is not known.
    package func cell(_ time: UnixTime?) -> Table.Cell {
        guard let time else { return Table.Cell("") }
        return Table.Cell(self.time.short(time, now: now), shorter: [self.time.terse(time, now: now)])
    }
}
