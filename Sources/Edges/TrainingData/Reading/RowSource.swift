/// Rows of one input, whatever its format, one at a time.
protocol RowSource: AnyObject {
    /// Reads the next row; false at the end.
    func next(into row: inout Row) throws(TrainingDataError) -> Bool

    /// Bytes read from the input so far.
    var bytesRead: Int { get }
    /// The size of the input in bytes, where it is known.
    var size: Int? { get }
    /// Lines without anything on them so far.
    var blankLines: Int { get }
}

extension DataInput {
    /// Opens the input and finds out its format.
    func open() throws(TrainingDataError) -> any RowSource {
        var lines = LineReader(try InputFile(self))
        let start = try lines.start()
        if let format = ForeignFormat.ofBinary(start) { throw TrainingDataError(name, .foreign(format)) }
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { lines.skip(3) }
        return JSONLinesSource(lines)
    }
}
