public import TrainingData

/// Turns rows into a training file: one chat example a line.
///
///     let report = try Preparation(mapping: Preset.sciq.mapping).run(
///         from: .file("sciq.jsonl"), to: .file("train.jsonl"))
///     print("\(report.kept) of \(report.read) rows kept")
///
/// Rows stream through two buffers of 64 KiB; the memory needed grows only with the longest line, with feedback and, by 8
/// bytes an example, with a shuffle. The output is what
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
    /// - Throws: `TrainingDataError`: unreadable or malformed input, a column that no row or a kept row lacks, both
    ///   files the same one, unwritable output; ``PreparationError``: nothing left to write, one of two files left empty.
    public func run(
        from input: DataInput, to output: DataOutput, validation: ValidationPart? = nil,
        progress: (Progress) -> Void = { _ in }
    ) throws -> PreparationReport {
        try run(fromRows: input, to: output, validation: validation, progress: progress)
    }

    /// Reads rows from anywhere as they come; their own errors are thrown as they are.
    package func run(
        fromRows input: some RowInput, to output: DataOutput, validation: ValidationPart? = nil,
        progress: (Progress) -> Void = { _ in }
    ) throws -> PreparationReport {
        try run(try input.open(isCancelled: isCancelled), input.label, output, validation, progress)
    }

    private func run(
        _ source: some RowSource, _ name: String, _ output: DataOutput, _ validation: ValidationPart?,
        _ progress: (Progress) -> Void
    ) throws -> PreparationReport {
        let interval = source.rowsBetweenProgress
        var sink = try ExampleSink(
            output, validation: validation.map { ($0.output, ValidationSplit($0, shape: mapping.format.shape)) },
            seed: shuffleSeed, isCancelled: isCancelled)
        let reviews = feedback.map { FeedbackUse($0) }
        var encoder = RowEncoder(mapping, stage: reviews, file: name)
        var row = Row()
        var drops = [Int](repeating: 0, count: encoder.reasons.count)
        var (read, kept, examples) = (0, 0, 0)
        let most = limit ?? .max

        while kept < most, try source.next(into: &row) {
            read += 1
            switch encoder.judge(row) {
            case .drop(let reason): drops[reason] += 1
            case .keep:
                let count = try encoder.write(row, to: &sink)
                examples += count
                if count > 0 { kept += 1 } else { drops[drops.count - 1] += 1 }
            }
            if read.isMultiple(of: interval) {
                progress(Progress(source, rows: read))
                if isCancelled() { throw TrainingDataError(name, .stopped) }
            }
        }

        var report = PreparationReport()
        (report.read, report.kept, report.examples) = (read, kept, examples)
        if report.read > 0, let error = encoder.missingColumn(in: row) { throw error }
        report.dropped = zip(encoder.reasons, drops).filter { $0.1 > 0 }.map { DropCount(reason: $0, rows: $1) }
        guard report.kept > 0 else {
            throw PreparationError.nothingKept(file: name, read: report.read, dropped: report.dropped)
        }
        try sink.settle(name: name)
        let (placed, validating) = (sink.placedExamples, sink.validationExamples)
        if let validation, validating == 0 || validating == placed {
            throw PreparationError.emptySide(
                file: name, examples: placed, forValidation: validating > 0, share: validation.share)
        }
        try sink.finish()
        report.validation = sink.validationExamples
        report.passed = encoder.conversations.passed
        report.feedback = reviews?.report
        report.columns = row.columns
        report.blankLines = source.blankLines
        report.bytesRead = source.bytesRead
        report.bytesWritten = sink.bytesWritten
        report.validationBytes = sink.validationBytes
        progress(Progress(source, rows: read))
        return report
    }
}
