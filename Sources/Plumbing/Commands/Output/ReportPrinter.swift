import FineTuning
package import JSONText
import Text

/// Prints the rows of a report one by one, so that a list of a hundred thousand is never there as values.
///
/// JSON leaves at once. What is printed whole as a table, CSV or names is kept as text until the last row: a table's
/// widths follow from all of them, and whoever reads rows from a store must not wait for the reader of the output.
package struct ReportPrinter<Row: Sendable> {
    private let report: Report<Row>
    private let context: CommandContext
    private let fields: [ReportColumn<Row>]
    private var table: WholeTable
    private var lines = ByteRope()
    /// Of the columns of a table.
    private let shown: [@Sendable (Row, CommandContext, UnixTime) -> WholeTable.Shown]
    private let now: UnixTime
    private var rows = 0
    /// How many rows there were.
    package var count: Int { rows }

    package init(_ report: Report<Row>, in context: CommandContext) {
        self.report = report
        self.context = context
        fields = report.columns.filter { $0.isField }
        let columns = report.columns.filter { $0.title != nil }
        shown = columns.map { $0.shown }
        table = WholeTable(
            titles: columns.map { $0.title ?? "" }, alignments: columns.map { $0.alignment },
            glyphs: context.glyphs)
        now = context.now
    }

    /// Takes the next row.
    package mutating func add(_ row: Row) throws {
        switch context.format {
        case .table, .wide: addToTable(row)
        case .csv: lines.append(CSVText.line(fields.map { CSVText.field($0.value(row)) }))
        case .name:
            lines.append(report.name(row).printable)
            lines.append("\n")
        case .json:
            try context.output.write(rows == 0 ? "[\n  " : ",\n  ")
            try context.output.write(bytes: report.text(row))
        case .jsonl:
            try context.printLine(row, as: report)
        }
        rows += 1
    }

    /// Nothing here is made for the type of the rows, so that the loop asks for no more than its columns' closures.
    private mutating func addToTable(_ row: Row) {
        for index in 0..<shown.count { table.add(shown[index](row, context, now), to: index) }
        table.endRow()
    }

    /// Writes what is kept, and what stands below it.
    ///
    /// - Parameters:
    ///   - footer: for people, on standard error: below a table.
    ///   - empty: for people: instead of a table without rows.
    ///   - objects: of another kind, which JSON has behind the rows.
    package func finish(footer: [String] = [], empty: [String] = [], beside objects: [JSONObject] = []) throws {
        switch context.format {
        case .table, .wide:
            guard rows > 0 else { return try context.sayAll(empty) }
            try table.write(to: context.output, paint: context.paint)
            try context.sayAll(footer)
        case .csv:
            try context.output.write(CSVText.line(fields.map { CSVText.field($0.key) }))
            try lines.write(to: context.output)
        case .name: try lines.write(to: context.output)
        case .jsonl: for object in objects { try context.printObject(object) }
        case .json: try context.endArray(after: rows, beside: objects)
        }
    }
}
