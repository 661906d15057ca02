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
    package func print<Row>(
        _ rows: [Row], as report: Report<Row>, narrowings: [Narrowing] = [], footer: [String] = [],
        empty: [String] = [], beside objects: [JSONObject] = []
    ) throws {
        if format == .table, terminal.outputIsTerminal {
            guard !rows.isEmpty else { return try sayAll(empty) }
            try output.write(
                bytes: TableRenderer.bytes(
                    report.table(rows, in: self), width: terminal.width, narrowings: narrowings, paint: paint,
                    glyphs: glyphs))
            return try sayAll(footer)
        }
        var printer = ReportPrinter(report, in: self)
        for row in rows { try printer.add(row) }
        try printer.finish(footer: footer, empty: empty, beside: objects)
    }

    /// Prints one row as one line of JSON, for verbs that follow something.
    package func printLine<Row>(_ row: Row, as report: Report<Row>) throws {
        try output.write(bytes: report.text(row))
        try output.line()
    }

    /// Prints one object on its own: indented, or on one line with `-o jsonl`.
    package func printObject(_ object: JSONObject) throws {
        let style = format == .jsonl ? JSONWriter.Style.spaced : .indented
        try output.write(bytes: SafeJSON.bytes(object, style: style))
        try output.line()
    }

    /// Ends an array that has one object a line, so that a list stays readable and small.
    ///
    /// - Parameters:
    ///   - count: how many rows were written of it.
    ///   - objects: of another kind, behind the rows.
    func endArray(after count: Int, beside objects: [JSONObject]) throws {
        guard count > 0 || !objects.isEmpty else { return try output.line("[]") }
        for (index, object) in objects.enumerated() {
            try output.write(index == 0 && count == 0 ? "[\n  " : ",\n  ")
            try output.write(bytes: SafeJSON.bytes(object, style: .spaced))
        }
        try output.write("\n]\n")
    }

    /// Says lines to the person.
    package func sayAll(_ lines: [String]) throws {
        for line in lines { try say(line) }
    }
}
