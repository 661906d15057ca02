/// How far a run through rows has come.
public struct ReadingProgress: Sendable, Equatable {
    /// Bytes of the input read so far.
    public let bytesRead: Int
    /// The size of the input in bytes; nil when it is a pipe.
    public let size: Int?
    /// Rows read so far.
    public let rows: Int
    /// Rows in all; nil where only the size is known.
    public let totalRows: Int?

    package init(bytesRead: Int, size: Int?, rows: Int, totalRows: Int? = nil) {
        self.bytesRead = bytesRead
        self.size = size
        self.rows = rows
        self.totalRows = totalRows
    }

    package init(_ source: some RowSource, rows: Int) {
        self.init(bytesRead: source.bytesRead, size: source.size, rows: rows, totalRows: source.totalRows)
    }
}
