import FineTuning
package import JSONText
package import Text

/// How rows of one kind are printed, in every format.
package struct Report<Row: Sendable>: Sendable {
    /// What `-o name` prints.
    package let name: @Sendable (Row) -> String
    package let columns: [ReportColumn<Row>]
    /// The JSON object, where it is not made of the columns.
    package let wholeObject: (@Sendable (Row) -> JSONObject)?
    /// The same as spaced JSON, where that can be had without the object.
    package let wholeText: (@Sendable (Row) -> [UInt8])?
    /// What each key of the JSON object means.
    package let notes: [JSONFieldNote]

    package init(
        name: @escaping @Sendable (Row) -> String, columns: [ReportColumn<Row>], fields: JSONFields<Row>? = nil
    ) {
        self.name = name
        self.columns = columns
        wholeText = nil
        if let fields { wholeObject = { fields.object($0) } } else { wholeObject = nil }
        notes = fields?.notes ?? columns.filter(\.isField).map { JSONFieldNote(key: $0.key, meaning: $0.meaning) }
    }

    /// For objects that have keys beside the declared ones, as they were received from somewhere.
    package init(
        name: @escaping @Sendable (Row) -> String, columns: [ReportColumn<Row>],
        received: (
            notes: [JSONFieldNote], object: @Sendable (Row) -> JSONObject, text: @Sendable (Row) -> [UInt8]
        )
    ) {
        self.name = name
        self.columns = columns
        wholeObject = received.object
        wholeText = received.text
        notes = received.notes
    }

    /// The JSON object of a row.
    package func object(_ row: Row) -> JSONObject {
        if let wholeObject { return wholeObject(row) }
        return JSONObject(
            members: columns.filter(\.isField).map { JSONObject.Member(key: $0.key, value: $0.value(row).json) })
    }

    /// The JSON object of a row on one line, as a terminal can show it.
    package func text(_ row: Row) -> [UInt8] {
        if let wholeText { return SafeJSON.safe(wholeText(row)) }
        return SafeJSON.bytes(object(row), style: .spaced)
    }

    /// The rows as a table before anything is cut.
    package func table(_ rows: [Row], in context: CommandContext) -> Table {
        let shown = columns.filter { $0.title != nil }
        let now = context.now
        var numeric = Array(repeating: false, count: shown.count)
        var other = numeric
        let cells = rows.map { row in
            shown.indices.map { index in
                if let cell = shown[index].cell {
                    other[index] = true
                    return cell(row, context)
                }
                let value = shown[index].value(row)
                if value.isNumeric { numeric[index] = true } else if !value.isUnknown { other[index] = true }
                return Table.Cell(value.display(context.time, now: now))
            }
        }
        let heads = shown.enumerated().map { index, column in
            Table.Column(
                key: column.key, title: column.title ?? "",
                alignment: column.alignment ?? (numeric[index] && !other[index] ? .right : .left), room: column.room)
        }
        return Table(columns: heads, rows: cells)
    }
}

/// One fact that a report shows.
package struct ReportColumn<Row: Sendable>: Sendable {
    /// The field's name in JSON and CSV: the API's where it has one.
    package let key: String
    /// The head in tables, in capitals; nil keeps it out of them.
    package let title: String?
    package let alignment: TextAlignment?
    /// How much room the column gets where a terminal is narrow.
    package let room: ColumnRoom
    /// False keeps it out of JSON and CSV.
    package let isField: Bool
    /// What the manual says of it, where JSON is made of the columns: lower case, no full stop.
    package let meaning: String
    package let value: @Sendable (Row) -> ReportValue
    /// The cell in tables, where it is more than the value.
    package let cell: (@Sendable (Row, CommandContext) -> Table.Cell)?
    /// What stands in a table that is printed whole, as of a moment.
    let shown: @Sendable (Row, CommandContext, UnixTime) -> WholeTable.Shown

    /// A field of JSON and CSV, and of tables when it has a title.
    package init(
        _ key: String, _ title: String? = nil, meaning: String = "", alignment: TextAlignment? = nil,
        room: ColumnRoom = .whole, cell: (@Sendable (Row, CommandContext) -> Table.Cell)? = nil,
        value: @escaping @Sendable (Row) -> ReportValue
    ) {
        self.key = key
        self.title = title
        self.alignment = alignment
        self.room = room
        self.isField = true
        self.meaning = meaning
        self.value = value
        self.cell = cell
        if let cell {
            shown = { row, context, _ in WholeTable.Shown(cell(row, context)) }
        } else {
            shown = { row, context, now in WholeTable.Shown(value(row), context.time, now: now) }
        }
    }

    /// A column of tables only.
    package init(
        shown key: String, _ title: String, alignment: TextAlignment? = nil, room: ColumnRoom = .whole,
        cell: @escaping @Sendable (Row, CommandContext) -> Table.Cell
    ) {
        self.key = key
        self.title = title
        self.alignment = alignment
        self.room = room
        self.isField = false
        self.meaning = ""
        self.value = { _ in .unknown }
        self.cell = cell
        shown = { row, context, _ in WholeTable.Shown(cell(row, context)) }
    }
}
