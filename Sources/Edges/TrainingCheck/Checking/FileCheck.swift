import Dispatch
import Glibc
import Synchronization
import Text
import TrainingData

/// The check of one file.
struct FileCheck {
    private let checker: Checker
    private let isValidation: Bool
    private(set) var merge: CheckMerge

    init(_ checker: Checker, isValidation: Bool, training: TrainingQuestions?, keepsQuestions: Bool) {
        self.checker = checker
        self.isValidation = isValidation
        merge = CheckMerge(checker, training: training, keepsQuestions: keepsQuestions)
    }

    mutating func run(
        on input: DataInput, progress: (Checker.Progress) -> Void
    ) throws(TrainingDataError) -> CheckReport {
        let file = try InputFile(input, isCancelled: checker.isCancelled)
        var reader = BlockReader(file, capacity: checker.readAtOnce, limit: checker.longestLine)
        let size = reader.size
        var blocks = [LineBlock()]
        var shape = checker.shape ?? .supervised
        var isForeign = false
        if try next(&reader, into: &blocks[0]) {
            if blocks[0].dropByteOrderMark() {
                merge.add(.byteOrderMark, line: 1, mend: "removes the mark") {
                    "the file begins with a byte order mark, which JSON parsers refuse"
                }
            }
            if let format = blocks[0].withBytes(ForeignFormat.ofBlock) {
                merge.add(.notJSONL, line: 1) { "not JSONL: \(format.description)" }
                isForeign = true
            } else {
                shape = checker.shape ?? blocks[0].withBytes(TrainingShape.ofBlock) ?? .supervised
                let workers = (0..<threadCount).map { _ in CheckWorker(checker, shape, merge.sketches) }
                blocks += repeatElement(LineBlock(), count: workers.count - 1)
                var filled = 1
                while filled > 0 {
                    while filled < blocks.count, try next(&reader, into: &blocks[filled]) { filled += 1 }
                    check(&blocks, filled, workers)
                    progress(Checker.Progress(bytesRead: reader.bytesRead, size: size, rows: merge.rows))
                    if checker.isCancelled() { throw TrainingDataError(input.name, .stopped) }
                    filled = try next(&reader, into: &blocks[0]) ? 1 : 0
                }
            }
        }
        let rowsAreKnown = !isForeign && merge.tally.count(of: .lineTooLong) == 0
        finish(shape, bytes: size ?? reader.bytesRead, rowsAreKnown: rowsAreKnown)
        progress(Checker.Progress(bytesRead: reader.bytesRead, size: size, rows: merge.rows))
        return report(input.name, shape, bytes: reader.bytesRead)
    }

    /// Reads the next whole lines; a line that is too long is a finding and the end.
    private mutating func next(
        _ reader: inout BlockReader, into block: inout LineBlock
    ) throws(TrainingDataError) -> Bool {
        guard merge.tally.count(of: .lineTooLong) == 0 else { return false }
        do throws(TrainingDataError) {
            return try reader.next(into: &block)
        } catch {
            guard case .lineTooLong(_, let limit) = error.reason else { throw error }
            merge.add(.lineTooLong) {
                "a line is longer than \(limit / 1_000_000) MB; nothing from it on was checked"
            }
            return false
        }
    }

    private var threadCount: Int {
        checker.threads > 0 ? min(checker.threads, 64) : min(max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1), 8)
    }

    /// Checks blocks, each on a thread of its own, and joins the results in order.
    private mutating func check(_ blocks: inout [LineBlock], _ filled: Int, _ workers: [CheckWorker]) {
        for place in 0..<filled { workers[place].take(&blocks[place]) }
        if filled == 1 {
            workers[0].run()
        } else {
            DispatchQueue.concurrentPerform(iterations: filled) { workers[$0].run() }
        }
        for place in 0..<filled { workers[place].give(&blocks[place], to: &merge) }
    }

    // MARK: The end

    private mutating func finish(_ shape: TrainingShape, bytes: Int, rowsAreKnown: Bool) {
        merge.finish()
        let rows = merge.rows
        if rowsAreKnown, isValidation, rows == 0 {
            merge.add(.tooFewExamples) { "no examples; the server takes a validation file with one or more" }
        }
        if rowsAreKnown, !isValidation, rows < Checker.fewestRows {
            merge.add(.tooFewExamples) {
                "\(HumanText.count(rows, "example")); the server takes \(Checker.fewestRows) or more"
            }
        }
        let most = Checker.mostReinforcementRows
        let limit = isValidation ? most.validation : most.training
        if shape == .reinforcement, rows > limit {
            let use = isValidation ? "validation" : "training"
            merge.add(.tooManyExamples) {
                "\(HumanText.number(rows)) rows; reinforcement takes \(HumanText.number(limit)) for \(use)"
            }
        }
        if bytes > Checker.mostBytes {
            merge.add(.fileTooLarge) {
                "\(HumanText.number(bytes)) bytes; the server takes files of \(HumanText.number(Checker.mostBytes)) (512 MB)"
            }
        }
    }

    private func report(_ name: String, _ shape: TrainingShape, bytes: Int) -> CheckReport {
        var report = CheckReport(file: name, shape: shape)
        report.rows = merge.rows
        report.bytes = bytes
        report.findings = merge.tally.kept.enumerated().sorted {
            let (left, right) = ($0.element, $1.element)
            return (left.line ?? 0, left.column ?? 0, $0.offset) < (right.line ?? 0, right.column ?? 0, $1.offset)
        }.map(\.element)
        report.rules = merge.tally.byRule
        report.messages = merge.messages
        report.tokens = merge.tokens
        return report
    }
}

/// One thread's part of the work.
final class CheckWorker: Sendable {
    private struct State {
        var block = LineBlock()
        var rows: RowChecker
    }

    private let state: Mutex<State>

    init(_ checker: Checker, _ shape: TrainingShape, _ sketches: RowSketches.Kind) {
        let rows = RowChecker(
            shape: shape, tokenLimit: checker.tokenLimit, counter: checker.counter,
            mostOfARule: checker.listedOfARule, sketches: sketches)
        state = Mutex(State(rows: rows))
    }

    /// Takes lines to be checked, leaving an old buffer.
    func take(_ block: inout LineBlock) { state.withLock { swap(&$0.block, &block) } }

    func run() {
        state.withLock { state in
            let block = state.block
            block.withBytes { state.rows.check(lines: $0) }
        }
    }

    /// Gives the lines back and the results away.
    func give(_ block: inout LineBlock, to merge: inout CheckMerge) {
        state.withLock { state in
            swap(&state.block, &block)
            merge.add(state.rows)
        }
    }
}
