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
    /// What was read otherwise than it stands, in a sentence each: "the first line is a title".
    var notes: [String] { get }
}

extension RowSource {
    package var totalRows: Int? { nil }
    package var rowsBetweenProgress: Int { 1_000 }
    package var notes: [String] { [] }
}
