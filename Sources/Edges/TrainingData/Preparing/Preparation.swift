/// Turns rows into a training file: one chat example a line.
///
///     let report = try Preparation(mapping: Preset.sciq.mapping).run(
///         from: .file("sciq.jsonl"), to: .file("train.jsonl"))
///     print("\(report.kept) of \(report.read) rows kept")
///
/// Rows stream through two buffers of 64 KiB; the memory needed grows only with the longest line. The output is what
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
    }

    private static let rowsBetweenProgress = 1_000

    /// How rows become examples.
    public var mapping: RowMapping
    /// Rows that are written at most, validation rows included; nil, as it is at first, for all.
    public var limit: Int?
    /// Writes the rows in an order that depends on this seed only; nil, as it is at first, keeps their order.
    ///
    /// All examples are held in memory then.
    public var shuffleSeed: UInt64?

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
    ///   left to write, unwritable output.
    public func run(
        from input: DataInput, to output: DataOutput, validation: ValidationPart? = nil,
        progress: (Progress) -> Void = { _ in }
    ) throws(TrainingDataError) -> PreparationReport {
        let source = try input.open()
        let size = source.size
        var sink = try ExampleSink(
            output, validation, shape: mapping.nonPreferred == nil ? .supervised : .preference, seed: shuffleSeed)
        var encoder = RowEncoder(mapping, file: input.name)
        var row = Row()
        var drops = [Int](repeating: 0, count: mapping.required.count)
        var report = PreparationReport()

        while report.kept < limit ?? .max, try source.next(into: &row) {
            report.read += 1
            switch encoder.judge(row) {
            case .drop(let requirement): drops[requirement] += 1
            case .keep:
                report.kept += 1
                try encoder.append(row, to: &sink.buffer)
                try sink.endExample()
            }
            if report.read.isMultiple(of: Self.rowsBetweenProgress) {
                progress(Progress(bytesRead: source.bytesRead, size: size, rows: report.read))
            }
        }

        if report.read > 0, let error = encoder.missingRequirement(in: row) { throw error }
        report.dropped = zip(mapping.required, drops).filter { $0.1 > 0 }.map { name, rows in
            DropCount(reason: .emptyColumn(name), rows: rows)
        }
        guard report.kept > 0 else {
            throw TrainingDataError(input.name, .nothingKept(read: report.read, dropped: report.dropped))
        }
        try sink.finish()
        report.validation = sink.validationExamples
        report.passed = encoder.passed
        report.blankLines = source.blankLines
        report.bytesRead = source.bytesRead
        report.bytesWritten = sink.bytesWritten
        progress(Progress(bytesRead: source.bytesRead, size: size, rows: report.read))
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
