/// What becomes of a row.
package enum RowVerdict: Equatable, Sendable {
    case keep
    /// Not written, for the reason at that place in the encoding's `reasons`.
    case drop(Int)
}

/// Makes examples of rows: each row is judged and then, if it counts, written.
package protocol RowEncoding {
    /// Why rows may be dropped, in the order to be reported; the last is that no example came of one.
    var reasons: [DropReason] { get }
    /// Rows taken over as they are.
    var passed: Int { get }

    /// Whether the row counts.
    mutating func judge(_ row: Row) throws(TrainingDataError) -> RowVerdict
    /// Appends the examples of the row that was judged last, each with its line feed, and answers how many there are.
    mutating func write(_ row: Row, to sink: inout ExampleSink) throws(TrainingDataError) -> Int
    /// The first column that was asked for and that no row had, at the end of the rows.
    func missingColumn(in row: Row) -> TrainingDataError?
    /// The columns of which nothing was written and which nobody asked to drop, at the end of the rows.
    func leftOut(in row: Row) -> [String]
}

extension RowMapping {
    /// The mapping made ready for the rows of one file.
    ///
    /// - Parameter firstRows: What the shape of rows is told from, where the mapping has one.
    package func encoder(
        stage: (any RowStage)?, file: String, plan: ShapePlan?
    ) -> any RowEncoding {
        if let plan { return ShapeEncoder(plan, self, stage: stage, file: file) }
        return RowEncoder(self, stage: stage, file: file)
    }
}
