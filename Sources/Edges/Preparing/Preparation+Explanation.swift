public import TrainingData

/// What rows were taken for, and what the first of them become.
public struct Explanation: Sendable, Equatable {
    /// The shape of the rows and their mapping in a line; nil where templates say it.
    public let mapping: String?
    /// What was read otherwise than it stands, a sentence each.
    public let notes: [String]
    /// The columns of which nothing is written.
    public let leftOut: [String]
    /// The examples of the first rows.
    public let examples: [ExamplePreview]
}

extension Preparation {
    /// Reads only as far as needed to show what the first rows become.
    ///
    /// - Throws: what ``run(from:to:validation:progress:)`` does.
    public func explanation(of input: DataInput, rows: Int) throws -> Explanation {
        try explanation(ofRows: input.reading(reading), rows: rows)
    }

    /// The same of rows from anywhere; their own errors are thrown as they are.
    package func explanation(ofRows input: some RowInput, rows: Int) throws -> Explanation {
        var first = self
        first.limit = rows
        (first.shuffleSeed, first.deduplication, first.tokenLimit, first.keyColumn) = (nil, nil, nil, nil)
        first.sampling = RowSampling()
        let mapped = try MappedRows(first, try input.open(isCancelled: isCancelled), input.label)
        let examples = ExampleRecorder()
        var run = PreparationRun(first, mapped, input.label)
        run.recorder = examples
        let report = try run.run(to: .file("/dev/null"), validation: nil, progress: { _ in })
        return Explanation(
            mapping: report.mapping, notes: report.notes, leftOut: report.leftOut, examples: examples.previews)
    }
}

/// Remembers examples as they are written.
final class ExampleRecorder: ExampleFilter {
    private(set) var previews: [ExamplePreview] = []

    func judge(_ example: UnsafeRawBufferPointer) -> ExampleVerdict {
        previews.append(ExamplePreview(line: previews.count + 1, row: example))
        return .keep
    }
}
