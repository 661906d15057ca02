/// How a verb prints its report.
package enum OutputFormat: String, Sendable, CaseIterable {
    /// A table that fits the terminal; whole in a pipe.
    case table
    /// A table of every column, whole.
    case wide
    /// One array, or one object.
    case json
    /// One object a line.
    case jsonl
    /// RFC 4180, with a header line.
    case csv
    /// The names alone, one a line, for other commands.
    case name

    /// Whether errors are JSON too.
    package var isJSON: Bool {
        switch self {
        case .json, .jsonl: true
        case .table, .wide, .csv, .name: false
        }
    }
}
