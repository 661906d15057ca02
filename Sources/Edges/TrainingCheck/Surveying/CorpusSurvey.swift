import Dispatch
public import FineTuning
import Glibc
public import TrainingData

/// Looks through a corpus of documents: how much there is, what has stopped changing, what says the same twice.
///
///     var survey = CorpusSurvey(staticFor: .seconds(180 * 86_400), now: now, counter: counter)
///     let report = try survey.run(on: .file("corpus.jsonl"))
///     let assessment = Assessment(report.figures, prices: prices, now: now)
///
/// One pass over rows of any format that ``Preparation`` reads. Memory: a buffer of 1 MB a thread (more for a longer
/// document, up to 100 MB), 21 to 43 bytes for each different document, and 239 to 292 more with near duplicates. The
/// result does not depend on the number of threads.
public struct CorpusSurvey: Sendable {
    /// Bytes of text that a thread looks at together.
    static let batchBytes = 1 << 20
    /// Days that part the ages.
    static let ages = [30, 90, 180, 365, 730]
    /// Bad times that are listed; the counts are exact beyond.
    public static let mostBadTimes = 20

    /// The text of a document; nil, as it is at first, takes the first column with a usual name, such as `text` or
    /// `content`.
    public var text: MessageTemplate?
    /// The column with the time of a document's last change; nil, as it is at first, takes the first column with a usual
    /// name, such as `updated_at` or `date`.
    public var time: String?
    /// A document that has not changed for so long is static.
    public var staticFor: Duration
    /// The moment that ages count from.
    public var now: UnixTime
    /// Counts the tokens.
    public var counter: any TokenCounter
    /// Looks for documents that say nearly the same; nil, as it is at first, leaves that out.
    public var nearDuplicates: NearDuplicates?
    /// Threads that count; 0, as it is at first, stands for one a processor, 8 at most.
    public var threads = 0

    /// Asked after every few megabytes and while a pipe is silent; true ends the run with the error `stopped`.
    public var isCancelled: @Sendable () -> Bool = { false }

    /// A survey with the defaults.
    public init(staticFor: Duration, now: UnixTime, counter: any TokenCounter) {
        self.staticFor = staticFor
        self.now = now
        self.counter = counter
    }

    /// Where the two parts of a corpus go.
    public struct Parts: Sendable, Equatable {
        /// Rows that have not changed for long.
        public var settled: DataOutput
        /// All others, those without a usable time included.
        public var changing: DataOutput

        /// Puts the two outputs together.
        public init(static settled: DataOutput, dynamic changing: DataOutput) {
            self.settled = settled
            self.changing = changing
        }
    }

    /// Surveys a corpus and, when asked, writes its parts.
    ///
    /// - Parameters:
    ///   - input: The rows.
    ///   - parts: Where the rows go, as JSONL: lines of JSONL byte for byte, other rows as JSON objects. Both files take
    ///     their places when everything has been written.
    ///   - progress: Called on the same thread, after every few megabytes and at the end.
    /// - Throws: `TrainingDataError`: unreadable or malformed input, a column that no row has, unwritable output.
    public func run(
        on input: DataInput, writing parts: Parts? = nil, progress: (ReadingProgress) -> Void = { _ in }
    ) throws(TrainingDataError) -> CorpusReport {
        let source = try input.open(isCancelled: isCancelled)
        let split: CorpusSplit? = if let parts { try CorpusSplit(parts) } else { nil }
        let workers = (0..<threadCount).map { _ in CorpusWorker(counter: counter, sketches: nearDuplicates != nil) }
        var batches = workers.map { _ in CorpusBatch() }
        var filled = 0
        var merge = CorpusMerge(self, file: input.name)
        var columns: CorpusColumns?
        var row = Row()
        var rows = 0

        func flush() throws(TrainingDataError) {
            for place in 0...filled where place < workers.count { workers[place].swap(&batches[place]) }
            let count = min(filled + 1, workers.count)
            DispatchQueue.concurrentPerform(iterations: count) { workers[$0].run() }
            for place in 0..<count {
                workers[place].swap(&batches[place])
                merge.add(batches[place])
                batches[place].removeAll()
            }
            filled = 0
            let done = ReadingProgress(bytesRead: source.bytesRead, size: source.size, rows: rows)
            progress(done)
            if isCancelled() { throw TrainingDataError(input.name, .stopped) }
        }

        while try source.next(into: &row) {
            rows += 1
            var known: CorpusColumns
            if let columns {
                known = columns
            } else {
                known = try CorpusColumns(text: text, time: time, first: row, file: input.name)
            }
            let age = merge.age(of: known.time(of: row), line: row.line)
            let isStatic = age.map { $0 >= staticFor } ?? false
            let start = batches[filled].bytes.count
            known.appendText(of: row, to: &batches[filled].bytes)
            columns = known
            merge.countRow(isStatic: isStatic)
            try split?.write(row, isStatic: isStatic)
            let end = batches[filled].bytes.count
            if batches[filled].bytes[start...].contains(where: { $0 > 0x20 }) {
                batches[filled].documents.append(
                    CorpusBatch.Document(
                        line: row.line, text: start..<end, isStatic: isStatic, age: age.map(Self.place)))
            } else {
                batches[filled].bytes.removeSubrange(start...)
                merge.countEmpty()
            }
            if end >= Self.batchBytes {
                filled += 1
                if filled == workers.count { try flush() }
            }
        }
        if let error = columns?.missing(in: row, file: input.name) { throw error }
        try flush()
        try split?.finish()
        return merge.finish(columns, bytesRead: source.bytesRead)
    }

    /// The place of an age among all ages.
    static func place(of age: Duration) -> Int {
        ages.firstIndex { age < .seconds($0 * 86_400) } ?? ages.count
    }

    private var threadCount: Int {
        threads > 0 ? min(threads, 64) : min(max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1), 8)
    }
}
