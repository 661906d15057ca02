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
    public struct Progress: Sendable, Equatable {
        /// Bytes of the input read so far.
        public let bytesRead: Int
        /// The size of the input in bytes; nil when it is a pipe.
        public let size: Int?
        /// Rows read so far.
        public let rows: Int
        /// Rows in all; nil where only the size is known.
        public internal(set) var totalRows: Int?

        init(bytesRead: Int, size: Int?, rows: Int) {
            self.bytesRead = bytesRead
            self.size = size
            self.rows = rows
        }

        init(_ source: some RowSource, rows: Int) {
            self.init(bytesRead: source.bytesRead, size: source.size, rows: rows)
            totalRows = source.totalRows
        }
    }

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
    /// Asked now and then; true ends the run with an error of reason `cancelled` and leaves the old output.
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
    /// - Throws: `TrainingDataError`: unreadable or malformed input, a column that no row or a kept row lacks, nothing
    ///   left to write, one of two files left empty, both the same file, unwritable output.
    public func run(
        from input: DataInput, to output: DataOutput, validation: ValidationPart? = nil,
        progress: (Progress) -> Void = { _ in }
    ) throws(TrainingDataError) -> PreparationReport {
        try run(try input.open(isCancelled: isCancelled), input.name, output, validation, progress)
    }

    /// Reads all rows of a dataset on the Hugging Face Hub, as they come, and writes the examples of those that count.
    ///
    /// - Throws: `TrainingDataError`, of reason `huggingFace` when the rows cannot be had.
    public func run(
        from dataset: HuggingFaceDataset, to output: DataOutput, validation: ValidationPart? = nil,
        progress: (Progress) -> Void = { _ in }
    ) throws(TrainingDataError) -> PreparationReport {
        try run(try HubSource(dataset), dataset.label, output, validation, progress)
    }

    private func run(
        _ source: some RowSource, _ name: String, _ output: DataOutput, _ validation: ValidationPart?,
        _ progress: (Progress) -> Void
    ) throws(TrainingDataError) -> PreparationReport {
        let interval = source.rowsBetweenProgress
        var sink = try ExampleSink(
            output, validation, shape: mapping.format.shape, seed: shuffleSeed, isCancelled: isCancelled)
        var encoder = RowEncoder(mapping, feedback: feedback, file: name)
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
            throw TrainingDataError(name, .nothingKept(read: report.read, dropped: report.dropped))
        }
        try sink.finish(name: name)
        report.validation = sink.validationExamples
        report.passed = encoder.conversations.passed
        report.feedback = encoder.feedback?.report
        report.columns = row.columns
        report.blankLines = source.blankLines
        report.bytesRead = source.bytesRead
        report.bytesWritten = sink.bytesWritten
        report.validationBytes = sink.validationBytes
        progress(Progress(source, rows: read))
        return report
    }
}

extension OutputFile {
    /// Writes what a buffer holds and empties it, keeping its room.
    func write(draining buffer: inout [UInt8]) throws(TrainingDataError) {
        try buffer.withUnsafeBufferPointer { bytes throws(TrainingDataError) in
            try write(UnsafeRawBufferPointer(bytes))
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
