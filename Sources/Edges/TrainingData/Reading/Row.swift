/// One row's values by column, in place: valid until the next row is read.
package struct Row {
    /// A value in the row's bytes.
    package struct Cell {
        /// How the bytes are to be understood.
        package enum Kind {
            /// The text itself.
            case text
            /// The inside of a JSON string, with or without escapes.
            case plainString, escapedString
            /// A JSON number, `true` or `false`: the text that a template inserts.
            case literal
            /// `null`, which counts as empty.
            case null
            /// An array or an object.
            case nested
        }

        package let kind: Kind
        /// Where the bytes stand in the row's.
        let start: Int
        let end: Int
        /// The row that the cell belongs to; cells of earlier rows are not cleared.
        fileprivate(set) var row = -1

        init(_ kind: Kind, _ start: Int, _ end: Int) {
            self.kind = kind
            self.start = start
            self.end = end
        }

        /// The same cell as one of the row that another cell belongs to.
        func taken(from other: Cell) -> Cell {
            var cell = self
            cell.row = other.row
            return cell
        }
    }

    /// Further columns are refused: data is used as keys then.
    package static let mostColumns = 4_096

    /// Every column seen so far, in the order of its first appearance; the index is the column's number.
    package private(set) var columns: [String] = []
    private var columnNumbers: [String: Int] = [:]
    private var cells: [Cell] = []
    private var count = 0

    /// The number of the line that the row begins on, from 1.
    package private(set) var line = 0
    /// What the cells' offsets count in.
    package private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)

    /// A row without columns, for a source to fill.
    package init() {}

    /// Starts the next row: no column has a value.
    package mutating func begin(line: Int, bytes: UnsafeRawBufferPointer) {
        count += 1
        self.line = line
        self.bytes = bytes
    }

    /// Sets a column's value, which replaces an earlier one in the same row.
    mutating func set(_ column: Int, _ cell: Cell) {
        cells[column] = cell
        cells[column].row = count
    }

    /// Sets a column's value to text that stands in the row's bytes.
    package mutating func setText(_ column: Int, from start: Int, to end: Int) {
        set(column, Cell(.text, start, end))
    }

    /// Sets a column's value to `null`.
    package mutating func clear(_ column: Int) { set(column, Cell(.null, 0, 0)) }

    /// The column's value; nil when the row has none.
    package func cell(_ column: Int) -> Cell? {
        let cell = cells[column]
        return cell.row == count ? cell : nil
    }

    /// What stands in the row's bytes for a value.
    package func bytes(of cell: Cell) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[cell.start..<cell.end])
    }

    /// The number of the column with that name, if any row had it so far.
    package func number(of column: String) -> Int? { columnNumbers[column] }

    /// The number of the column with that name, new if need be; nil when there are too many.
    package mutating func addColumn(_ column: String) -> Int? {
        if let number = columnNumbers[column] { return number }
        guard columns.count < Self.mostColumns else { return nil }
        columnNumbers[column] = columns.count
        columns.append(column)
        cells.append(Cell(.null, 0, 0))
        return columns.count - 1
    }
}
