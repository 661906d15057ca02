public import TrainingData

/// Turns rows into a training file: one example a line.
///
///     let report = try Preparation(mapping: Preset.sciq.mapping).run(
///         from: .file("sciq.jsonl"), to: .file("train.jsonl"))
///     print("\(report.kept) of \(report.read) rows kept")
///
/// Rows stream through two buffers of 64 KiB; the memory needed grows only with the longest line, with feedback and, by 8
/// bytes an example, with a shuffle (12 more with a sample, and as ``Deduplication`` says with that). The output is what
/// Python's `json.dumps(row, ensure_ascii=False)` writes for `{"messages": […]}`, a line feed after every row, byte
/// for byte. Inserted into a template, a number, `true` or `false` is its text as written, `null` is nothing.
public struct Preparation: Sendable {
    /// How far a run has come.
    public typealias Progress = ReadingProgress

    /// How rows become examples.
    public var mapping: RowMapping
    /// Rows that are written at most, validation rows included; nil, as it is at first, for all.
    public var limit: Int?
    /// Writes the rows in an order that depends on this seed only; nil, as it is at first, keeps their order.
    ///
    /// The examples wait in a temporary file without a name then, beside the output or, for a descriptor, in `TMPDIR` or
    /// `/var/tmp`; 8 bytes for each are held in memory.
    public var shuffleSeed: UInt64?
    /// What people said about the rows; nil, as it is at first, for nothing.
    public var feedback: Feedback?
    /// Which examples are left out as duplicates; nil, as it is at first, for none.
    public var deduplication: Deduplication?
    /// How long an example may be; nil, as it is at first, for any length.
    public var tokenLimit: TokenLimit?
    /// Which rows count more than others; none at first.
    public var sampling = RowSampling()
    /// Writes the rows themselves with a column of this name, which tells equal questions and examples; nil, as it is at
    /// first, writes examples.
    public var keyColumn: String?
    /// Whether the rows are a part of more: then it is no error that there are none, or none left.
    public var isPart = false
    /// How CSV and the like are read where that is to be told; nothing of it at first.
    public var reading = ReadingOptions()
    /// Asked now and then; true ends the run with a `TrainingDataError` of reason `stopped` and leaves the old output.
    public var isCancelled: @Sendable () -> Bool = { false }

    /// Prepares with a mapping.
    public init(mapping: RowMapping) { self.mapping = mapping }

    /// Reads all rows and writes the examples of those that count.
    ///
    /// - Parameters:
    ///   - input: The rows: JSON objects, one a line.
    ///   - output: Takes its place only when all has been written; a descriptor gets the rows as they come.
    ///   - validation: Where a share of the examples goes instead; nil for none.
    ///   - progress: Called on the same thread, after every 1,000 rows and at the end.
    /// - Throws: `TrainingDataError`: unreadable or malformed input, a column that no row or a kept row lacks, two of the
    ///   files the same one, unwritable output; ``PreparationError``: nothing left to write, one of two files left empty.
    public func run(
        from input: DataInput, to output: DataOutput, validation: ValidationPart? = nil,
        progress: (Progress) -> Void = { _ in }
    ) throws -> PreparationReport {
        try OutputPlace.tellApart(inputs: [input], outputs: [output] + [validation?.output].compactMap(\.self))
        return try run(fromRows: input.reading(reading), to: output, validation: validation, progress: progress)
    }

    /// Reads rows from anywhere as they come; their own errors are thrown as they are.
    package func run(
        fromRows input: some RowInput, to output: DataOutput, validation: ValidationPart? = nil,
        progress: (Progress) -> Void = { _ in }
    ) throws -> PreparationReport {
        let rows = try MappedRows(self, try input.open(isCancelled: isCancelled), input.label)
        var run = PreparationRun(self, rows, input.label)
        return try run.run(to: output, validation: validation, progress: progress)
    }
}
