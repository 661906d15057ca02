public import TrainingData

/// Writes a copy of a training file with the safe mends applied.
///
/// Safe is what leaves every answer as it was, for all that can be seen. The writing: one object a line, out of an array,
/// out of objects over several lines or several on one, without commas behind them, a byte order mark or blank lines, in
/// UTF-8 where it was UTF-16. The row: misspelled roles and keys, and roles of other formats, are corrected; other unknown
/// keys and repeated ones go, but no key that may hold what the row lacks; weights become 0 or 1, arguments of calls
/// text, tools in a text an array, numbers as content text, parts of the Responses API those of chat; outputs and input
/// of a preference get their lists. Separators that ended lines become line feeds, other invisible and control
/// characters go, unless right-to-left text shows them. Rows that are equal to an earlier one, byte for byte, go.
/// Everything else stays as it is, byte for byte, and is a person's work: also rows that only say the same as an
/// earlier one. A mend is made only where its rule found something, and is counted when the rule finds it no more.
///
/// Memory: a buffer of 1 MB (more for a longer line, up to 100 MB) and 21 to 43 bytes for each different row.
public struct Fixer: Sendable {
    /// What the rows are made for; nil, as it is at first, is supervised, unless all rows are made for something else.
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
        try OutputPlace.tellApart(inputs: [input], outputs: [output])
        var reader = BlockReader(try InputFile(input, isCancelled: isCancelled), capacity: readAtOnce)
        let file = try OutputFile(output)
        var block = LineBlock()
        var report = FixReport()
        var run: FixRun?
        var buffer: [UInt8] = []
        while try reader.next(into: &block) {
            if run == nil {
                if block.dropByteOrderMark() { report.count(.byteOrderMark) }
                run = try begin(input, isRegular: reader.size != nil, block)
            }
            let isTaken = block.withBytes { run?.take($0, into: &buffer, &report) ?? true }
            guard isTaken else { throw TrainingDataError(input.name, .foreign(run?.format ?? .jsonArray)) }
            try file.write(draining: &buffer)
            let done = ReadingProgress(bytesRead: reader.bytesRead, size: reader.size, rows: report.rows)
            progress(done)
            if isCancelled() { throw TrainingDataError(input.name, .stopped) }
        }
        guard run?.finish(into: &buffer, &report) ?? true else {
            throw TrainingDataError(input.name, .foreign(run?.format ?? .jsonArray))
        }
        try file.write(draining: &buffer)
        try file.commit()
        return report
    }
}

extension Fixer {
    /// Finds out how the file is written, and what its rows are for.
    ///
    /// - Throws: `TrainingDataError` where it is no text that rows can be got out of.
    private func begin(_ input: DataInput, isRegular: Bool, _ block: LineBlock) throws(TrainingDataError) -> FixRun {
        let begun: Result<FixRun, TrainingDataError> = block.withBytes { bytes in
            Result { () throws(TrainingDataError) -> FixRun in
                let format = ForeignFormat.ofBlock(bytes)
                switch format {
                case nil, .spreadObject:
                    if let shape { return FixRun(format: nil, pass(shape)) }
                    if format == .spreadObject, let spread = RowShape.of(firstRows: bytes)?.trainingShape {
                        return FixRun(format: nil, pass(spread))
                    }
                    let told = try TrainingShape.ofFile(input, isRegular: isRegular, firstRows: bytes)
                    return FixRun(format: nil, pass(told))
                case .jsonArray, .utf16:
                    return FixRun(
                        format: format, start: bytes,
                        pass(shape ?? RowShape.of(firstRows: bytes)?.trainingShape ?? .supervised))
                case .some(let other): throw TrainingDataError(input.name, .foreign(other))
                }
            }
        }
        return try begun.get()
    }

    private func pass(_ shape: TrainingShape) -> FixPass { FixPass(shape: shape, removesDuplicates: removesDuplicates) }
}

/// What a fixer did.
public struct FixReport: Sendable, Equatable {
    /// Rows read.
    public internal(set) var rows = 0
    /// Rows written with a change.
    public internal(set) var changed = 0
    /// Rows left out because they are equal to an earlier one.
    public internal(set) var removed = 0
    /// Lines read.
    var lines = 0
    /// How many findings of each rule were mended.
    public private(set) var mends: [RuleCount] = []

    /// A report of nothing yet.
    public init() {}

    /// Whether the file that was written is another one than was read.
    public var isChanged: Bool { !mends.isEmpty }

    mutating func count(_ rule: CheckRule, _ many: Int = 1) {
        guard many > 0 else { return }
        if let place = mends.firstIndex(where: { $0.rule == rule }) {
            mends[place] = RuleCount(rule: rule, count: mends[place].count + many)
        } else {
            mends.append(RuleCount(rule: rule, count: many))
        }
    }
}
