/// Rows of one input, whatever its format, one at a time.
///
/// Stated behaviour. JSON is taken as `JSONScanner` says: an unpaired surrogate escape, nesting beyond 512 levels, a bare NUL
/// and bytes that are no UTF-8 are errors with line and column; an escaped NUL is text; of a repeated key the last value
/// counts; a number is its text, however large. In separated values a NUL is text, `\ud800` is six characters, bytes
/// that are no UTF-8 are an error of their record, and a repeated column is an error. Names of columns are the same when
/// they look the same: `é` in one scalar and in two is one column. A line, record or element of more than
/// `LineReader.longestLine` bytes is an error.
package protocol RowSource<Failure>: AnyObject {
    /// Why a row cannot be had.
    associatedtype Failure: Error

    /// Reads the next row; false at the end.
    func next(into row: inout Row) throws(Failure) -> Bool

    /// Bytes read from the input so far.
    var bytesRead: Int { get }
    /// The size of the input in bytes, where it is known.
    var size: Int? { get }
    /// Lines without anything on them so far.
    var blankLines: Int { get }
    /// Rows in all, where that is known.
    var totalRows: Int? { get }
    /// How often progress is reported, in rows.
    var rowsBetweenProgress: Int { get }
}

extension RowSource {
    package var totalRows: Int? { nil }
    package var rowsBetweenProgress: Int { 1_000 }
}

extension DataInput: RowInput {
    package var label: String { name }

    /// Opens the input and finds out its format: by the name, or by the first line.
    ///
    /// A file that ends in `.csv` or `.tsv` is that unless its first byte opens a JSON text; whatever begins with `[`
    /// is an array. Of everything else, such as standard input, a first line that is no JSON and holds a tab, or else a
    /// comma, is the header of separated values; the rest is to be JSONL.
    ///
    /// - Parameter isCancelled: Asked while a pipe has nothing to read; true ends the wait with an error.
    package func open(
        isCancelled: (@Sendable () -> Bool)? = nil
    ) throws(TrainingDataError) -> any RowSource<TrainingDataError> {
        var lines = LineReader(try InputFile(self, isCancelled: isCancelled))
        let start = try lines.start()
        if let format = ForeignFormat.ofBinary(start) { throw TrainingDataError(name, .foreign(format)) }
        let mark = start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = start.dropFirst(mark).first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        lines.skip(mark)
        if first == UInt8(ascii: "[") { return JSONArraySource(lines.rest()) }
        guard first != UInt8(ascii: "{") else { return JSONLinesSource(lines) }
        if let separator { return SeparatedSource(lines.rest(), separator: separator) }
        if let separator = SeparatedSource.separator(ofHeader: try lines.firstLine()) {
            return SeparatedSource(lines.rest(), separator: separator)
        }
        return JSONLinesSource(lines)
    }

    /// The separator that the file's name promises.
    private var separator: UInt8? {
        let name = name.lowercased()
        return name.hasSuffix(".csv") ? UInt8(ascii: ",") : name.hasSuffix(".tsv") ? 0x09 : nil
    }
}
