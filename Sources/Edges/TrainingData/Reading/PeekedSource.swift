/// Rows of which the first have been looked at already.
package final class PeekedSource: RowSource {
    /// One row that is kept.
    private final class KeptRow {
        private var buffer = RowBuffer()
        private let cells: [(column: Int, cell: Row.Cell)]
        private let line: Int

        init(_ row: Row) {
            buffer.append(contentsOf: Array(row.bytes))
            cells = row.columns.indices.compactMap { column in row.cell(column).map { (column, $0) } }
            line = row.line
        }

        func give(to row: inout Row) {
            row.begin(line: line, bytes: buffer.bytes)
            for (column, cell) in cells { row.set(column, cell) }
        }
    }

    private let source: any RowSource
    private var kept: [KeptRow] = []
    private var place = 0

    /// Reads the first rows, giving each away once.
    ///
    /// - Parameter row: what the rows are read into, later ones too.
    package init(
        _ source: any RowSource, rows: Int, into row: inout Row, _ look: (Row) -> Void
    ) throws {
        self.source = source
        while kept.count < rows, try source.next(into: &row) {
            kept.append(KeptRow(row))
            look(row)
        }
    }

    package var bytesRead: Int { source.bytesRead }
    package var size: Int? { source.size }
    package var blankLines: Int { source.blankLines }
    package var totalRows: Int? { source.totalRows }
    package var rowsBetweenProgress: Int { source.rowsBetweenProgress }
    package var notes: [String] { source.notes }

    package func next(into row: inout Row) throws -> Bool {
        guard place < kept.count else {
            kept = []
            place = 0
            return try source.next(into: &row)
        }
        kept[place].give(to: &row)
        place += 1
        return true
    }
}
