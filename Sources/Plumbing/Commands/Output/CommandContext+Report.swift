import FineTuning
package import JSONText
import Text

extension CommandContext {
    /// Prints rows in the asked format.
    ///
    /// `footer` and `empty` are for people and go to standard error: the one under a table, the other instead of one
    /// without rows. Both name the next useful command.
    ///
    /// - Parameter objects: of another kind, which JSON has behind the rows.
    // Inlinable, as all that goes through rows one by one: a list of a hundred thousand is to be made for its own type.
    @inlinable package func print<Row>(
        _ rows: [Row], as report: Report<Row>, narrowings: [Narrowing] = [], footer: [String] = [],
        empty: [String] = [], beside objects: [JSONObject] = []
    ) throws {
        switch format {
        case .table, .wide:
            guard !rows.isEmpty else { return try sayAll(empty) }
            let isWhole = format == .wide || !terminal.outputIsTerminal
            try output.write(
                bytes: TableRenderer.bytes(
                    report.table(rows, in: self), width: isWhole ? nil : terminal.width,
                    narrowings: narrowings, paint: paint, glyphs: glyphs))
            try sayAll(footer)
        case .json: try printArray(rows, as: report, beside: objects)
        case .jsonl:
            for row in rows { try printLine(row, as: report) }
            for object in objects { try printObject(object) }
        case .csv:
            let fields = report.columns.filter(\.isField)
            try output.write(CSVText.line(fields.map { CSVText.field($0.key) }))
            for row in rows { try output.write(CSVText.line(fields.map { CSVText.field($0.value(row)) })) }
        case .name: for row in rows { try output.line(report.name(row).printable) }
        }
    }

    /// Prints one row as one line of JSON, for verbs that follow something.
    @inlinable package func printLine<Row>(_ row: Row, as report: Report<Row>) throws {
        try output.write(bytes: SafeJSON.bytes(report.object(row), style: .spaced))
        try output.line()
    }

    /// Prints one object on its own: indented, or on one line with `-o jsonl`.
    package func printObject(_ object: JSONObject) throws {
        let style = format == .jsonl ? JSONWriter.Style.spaced : .indented
        try output.write(bytes: SafeJSON.bytes(object, style: style))
        try output.line()
    }

    /// One object a line within the array, so that a list stays readable and small.
    @inlinable package func printArray<Row>(
        _ rows: [Row], as report: Report<Row>, beside objects: [JSONObject] = []
    ) throws {
        guard !rows.isEmpty || !objects.isEmpty else { return try output.line("[]") }
        for (index, row) in rows.enumerated() {
            try output.write(index == 0 ? "[\n  " : ",\n  ")
            try output.write(bytes: SafeJSON.bytes(report.object(row), style: .spaced))
        }
        for (index, object) in objects.enumerated() {
            try output.write(index == 0 && rows.isEmpty ? "[\n  " : ",\n  ")
            try output.write(bytes: SafeJSON.bytes(object, style: .spaced))
        }
        try output.write("\n]\n")
    }

    /// Says lines to the person.
    package func sayAll(_ lines: [String]) throws {
        for line in lines { try say(line) }
    }
}
