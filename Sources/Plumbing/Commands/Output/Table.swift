package import Text

/// A table as text before anything is cut.
package struct Table: Sendable, Equatable {
    /// One column.
    package struct Column: Sendable, Equatable {
        /// What narrowings call it.
        package var key: String
        package var title: String
        package var alignment: TextAlignment
        /// How much room the column gets where a terminal is narrow.
        package var room: ColumnRoom

        package init(key: String, title: String, alignment: TextAlignment = .left, room: ColumnRoom = .whole) {
            self.key = key
            self.title = title
            self.alignment = alignment
            self.room = room
        }
    }

    /// One cell; its text is printable already.
    package struct Cell: Sendable, Equatable {
        package let text: String
        package let style: TextStyle
        /// What is said instead where the text does not fit, from long to short.
        package let shorter: [String]
        /// What clipping leaves of the text.
        package let clipping: CellClipping
        /// Columns that the text takes; measured once, for long lists.
        package let width: Int

        package init(
            _ text: String, style: TextStyle = .plain, shorter: [String] = [], clipping: CellClipping = .beginning
        ) {
            self.text = text
            self.style = style
            self.shorter = shorter
            self.clipping = clipping
            width = text.displayWidth
        }

        /// The same cell with another text.
        func with(_ text: String, shorter: [String]) -> Cell {
            Cell(text, style: style, shorter: shorter, clipping: clipping)
        }
    }

    package var columns: [Column]
    /// Each as long as `columns`.
    package var rows: [[Cell]]

    package init(columns: [Column], rows: [[Cell]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The index of the column of that key.
    package func index(_ key: String) -> Int? { columns.firstIndex { $0.key == key } }
}

/// How much room a column gets in a table that is to fit a terminal.
package enum ColumnRoom: Sendable, Equatable {
    /// What its longest cell needs; clipped last of all.
    case whole
    /// Always the same, however long its cells are, so that one long cell costs no row another column; more only where
    /// room is left.
    case fixed(Int)
    /// At least so much, and all that is left.
    case elastic(least: Int)

    /// Whether cells may be clipped before any of another column is.
    var givesWay: Bool {
        switch self {
        case .whole: false
        case .fixed, .elastic: true
        }
    }
}

/// What is left of a text that is too long for its column.
package enum CellClipping: Sendable, Equatable {
    /// Its beginning.
    case beginning
    /// Its beginning, and what stands behind the last colon, as in a tuned model's name.
    case name
    /// Its beginning, and so many characters at its end.
    case end(Int)
}

/// One step that makes a table narrower; a table takes as many as it needs, in order.
package struct Narrowing: Sendable {
    package let apply: @Sendable (Table) -> Table

    /// Leaves a column out.
    package static func drop(_ key: String) -> Narrowing {
        Narrowing { table in
            guard let index = table.index(key) else { return table }
            var table = table
            table.columns.remove(at: index)
            for row in table.rows.indices { table.rows[row].remove(at: index) }
            return table
        }
    }

    /// Gives a column other room.
    package static func give(_ key: String, _ room: ColumnRoom) -> Narrowing {
        Narrowing { table in
            guard let index = table.index(key) else { return table }
            var table = table
            table.columns[index].room = room
            return table
        }
    }

    /// Shows the next shorter form of each cell of a column that has one, and gives the column the room of the longest.
    package static func shorten(_ key: String) -> Narrowing {
        Narrowing { table in
            guard let index = table.index(key) else { return table }
            var table = table
            for row in table.rows.indices {
                let cell = table.rows[row][index]
                guard let shorter = cell.shorter.first else { continue }
                table.rows[row][index] = cell.with(shorter, shorter: Array(cell.shorter.dropFirst()))
            }
            return table
        }
    }

    /// Rewrites the cells of a column, given all of them.
    package static func rewrite(_ key: String, _ change: @escaping @Sendable ([Table.Cell]) -> [String]) -> Narrowing {
        Narrowing { table in
            guard let index = table.index(key) else { return table }
            var table = table
            let texts = change(table.rows.map { $0[index] })
            for (row, text) in zip(table.rows.indices, texts) {
                table.rows[row][index] = table.rows[row][index].with(text, shorter: [])
            }
            return table
        }
    }
}
