public import TrainingData

/// Writes a copy of a training file with the safe mends applied.
///
/// Safe is what leaves every answer as it was: misspelled roles and keys are corrected; other unknown keys and repeated
/// ones go, but no key that may hold what the row lacks; weights become 0 or 1, arguments of calls become text; invisible
/// and control characters, blank lines, a byte order mark and rows that are equal to an earlier one in everything, byte
/// for byte as they are written, go. Everything else stays as it is, byte for byte, and is a person's work: also rows
/// that only say the same as an earlier one.
///
/// Memory: a buffer of 1 MB (more for a longer line, up to 100 MB) and 21 to 43 bytes for each different row.
public struct Fixer: Sendable {
    /// What the rows are made for; nil, as it is at first, takes it from the first row.
    public var shape: TrainingShape?
    /// Whether rows that are equal to an earlier one, byte for byte, are left out; they are at first.
    public var removesDuplicates = true
    /// Asked after every few megabytes and while a pipe is silent; true ends the run with the error `stopped`.
    public var isCancelled: @Sendable () -> Bool = { false }
    /// Bytes that are read at once; any number gives the same result.
    var readAtOnce = 1 << 20

    /// A fixer with the defaults.
    public init() {}

    /// Reads a training file and writes the mended one.
    ///
    /// - Parameters:
    ///   - input: The training file.
    ///   - output: Takes its place only when all has been written.
    ///   - progress: Called on the same thread after every megabyte.
    /// - Throws: `TrainingDataError`: unreadable or foreign input, unwritable output, stopped.
    public func run(
        from input: DataInput, to output: DataOutput, progress: (ReadingProgress) -> Void = { _ in }
    ) throws(TrainingDataError) -> FixReport {
        var reader = BlockReader(try InputFile(input, isCancelled: isCancelled), capacity: readAtOnce)
        let file = try OutputFile(output)
        var block = LineBlock()
        var report = FixReport()
        var pass: FixPass?
        var buffer: [UInt8] = []
        while try reader.next(into: &block) {
            if pass == nil {
                if block.dropByteOrderMark() { report.count(.byteOrderMark) }
                if let format = block.withBytes(ForeignFormat.ofBlock) {
                    throw TrainingDataError(input.name, .foreign(format))
                }
                let found = shape ?? block.withBytes(TrainingShape.ofBlock) ?? .supervised
                pass = FixPass(shape: found, removesDuplicates: removesDuplicates)
            }
            block.withBytes { pass?.mend($0, into: &buffer, &report) }
            try file.write(draining: &buffer)
            let done = ReadingProgress(bytesRead: reader.bytesRead, size: reader.size, rows: report.rows)
            progress(done)
            if isCancelled() { throw TrainingDataError(input.name, .stopped) }
        }
        try file.commit()
        return report
    }
}

/// What a fixer did.
public struct FixReport: Sendable, Equatable {
    /// Rows read.
    public internal(set) var rows = 0
    /// Rows written with a change.
    public internal(set) var changed = 0
    /// Rows left out because they are equal to an earlier one.
    public internal(set) var removed = 0
    /// How many rows or lines were mended for each rule.
    public private(set) var mends: [RuleCount] = []

    /// A report of nothing yet.
    public init() {}

    mutating func count(_ rule: CheckRule) {
        if let place = mends.firstIndex(where: { $0.rule == rule }) {
            mends[place] = RuleCount(rule: rule, count: mends[place].count + 1)
        } else {
            mends.append(RuleCount(rule: rule, count: 1))
        }
    }
}
