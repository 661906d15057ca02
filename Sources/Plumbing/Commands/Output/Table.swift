package import Text

/// A table as text before anything is cut.
package struct Table: Sendable, Equatable {
    /// One column.
    package struct Column: Sendable, Equatable {
        /// What narrowings call it.
        package var key: String
        package var title: String
        package var alignment: TextAlignment
        /// May be clipped when nothing else helps; the other columns only after it.
        package var mayBeClipped: Bool

        package init(
            key: String, title: String, alignment: TextAlignment = .left, mayBeClipped: Bool = false
        ) {
            self.key = key
            self.title = title
            self.alignment = alignment
            self.mayBeClipped = mayBeClipped
        }
    }

    /// One cell; its text is printable already.
    package struct Cell: Sendable, Equatable {
        package let text: String
        package let style: TextStyle
        /// Clipping takes from the middle and leaves what stands behind the last colon, as in a tuned model's name.
        package let keepsEnd: Bool
        /// Columns that the text takes; measured once, for long lists.
        package let width: Int

        package init(_ text: String, style: TextStyle = .plain, keepsEnd: Bool = false) {
            self.text = text
            self.style = style
            self.keepsEnd = keepsEnd
            width = text.displayWidth
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

/// One step that makes a table narrower; a table takes as many as it needs, in order.
package struct Narrowing {
    package let apply: (Table) -> Table

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

    /// Two columns share one: a cell shows the first text, or the second where the first is empty.
    ///
    /// Where both are empty it shows the row's note, if there are notes.
    package static func merge(_ first: String, _ second: String, title: String, notes: [String] = []) -> Narrowing {
        Narrowing { table in
            guard let kept = table.index(first), let gone = table.index(second) else { return table }
            var table = table
            table.columns[kept].title = title
            table.columns[kept].mayBeClipped = true
            for row in table.rows.indices {
                if table.rows[row][kept].text.isEmpty { table.rows[row][kept] = table.rows[row][gone] }
                if table.rows[row][kept].text.isEmpty, row < notes.count {
                    table.rows[row][kept] = Table.Cell(notes[row])
                }
                table.rows[row].remove(at: gone)
            }
            table.columns.remove(at: gone)
            return table
        }
    }

    /// Rewrites the cells of a column, given all its texts.
    package static func rewrite(_ key: String, _ change: @escaping ([String]) -> [String]) -> Narrowing {
        Narrowing { table in
            guard let index = table.index(key) else { return table }
            var table = table
            let texts = change(table.rows.map { $0[index].text })
            for (row, text) in zip(table.rows.indices, texts) {
                let cell = table.rows[row][index]
                table.rows[row][index] = Table.Cell(text, style: cell.style, keepsEnd: cell.keepsEnd)
            }
            return table
        }
    }
}
