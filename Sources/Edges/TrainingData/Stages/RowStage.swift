/// What is decided about every row before it is written, such as what people said about it.
///
/// Whoever prepares rows brings the stages; the writer knows none of them.
package protocol RowStage: AnyObject {
    /// Why it drops rows, in the order to be reported.
    var reasons: [DropReason] { get }
    /// What a person wrote instead of the answer of the row that was judged last; nil for nothing.
    var correction: String? { get }

    /// Looks up the columns that it needs, whenever a row has brought a new one.
    func bind(_ row: Row)
    /// Nil when the row may be kept, otherwise the reason's place in ``reasons``.
    func judge(_ row: Row) -> Int?
    /// The row that was judged last has been written.
    func countWritten()
    /// That no row had a column that it needs, at the end of the rows.
    func missingColumn(in row: Row, file: String) -> TrainingDataError?
}
