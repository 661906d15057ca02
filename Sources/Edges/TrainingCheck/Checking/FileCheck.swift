import Dispatch
import FineTuning
import Glibc
import Synchronization
import Text
import TrainingData

/// The check of one file.
struct FileCheck {
    private let checker: Checker
    private let isValidation: Bool
    private(set) var merge: CheckMerge
    private var spread = SpreadScan()
    /// Lines that were given to threads.
    private var lines = 0

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
            let hasMark = blocks[0].dropByteOrderMark() && !checker.takesByteOrderMark
            if let foreign = blocks[0].withBytes({ ForeignFile($0, name: input.name) }) {
                merge.add(foreign.rule, line: 1, mend: foreign.mend) { foreign.sentence }
                isForeign = true
                if foreign.hasRowsOnLines { try countRows(&reader, &blocks[0]) }
            } else {
                if hasMark {
                    merge.add(.byteOrderMark, line: 1, mend: "removes the mark") {
                        "the file begins with a byte order mark, for which the server refuses it"
                    }
                }
                if let told = checker.shape {
                    shape = told
                } else {
                    let found: Result<TrainingShape, TrainingDataError> = blocks[0].withBytes { bytes in
                        Result { () throws(TrainingDataError) in
                            try TrainingShape.ofFile(input, isRegular: size != nil, firstRows: bytes)
                        }
                    }
                    shape = try found.get()
                }
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
        for place in 0..<filled {
            let continuations = blocks[place].withBytes { bytes in
                let found = spread.continuations(in: bytes, after: lines)
                lines += spread.lineCount
                return found
            }
            workers[place].take(&blocks[place], continuations)
        }
        if filled == 1 {
            workers[0].run()
        } else {
            DispatchQueue.concurrentPerform(iterations: filled) { workers[$0].run() }
        }
        for place in 0..<filled { workers[place].give(&blocks[place], to: &merge) }
    }

    // MARK: The end

    /// Counts the lines with something on them of a file whose rows are not looked into.
    private mutating func countRows(_ reader: inout BlockReader, _ block: inout LineBlock) throws(TrainingDataError) {
        repeat {
            merge.countRows(block.withBytes { $0.split(separator: 0x0A).count { !$0.allSatisfy(\.isBlank) } })
            if checker.isCancelled() { throw TrainingDataError("", .stopped) }
        } while try next(&reader, into: &block)
    }

    private mutating func finish(_ shape: TrainingShape, bytes: Int, rowsAreKnown: Bool) {
        merge.finish()
        nameWholeFile()
        judgeModel(shape)
        let rows = merge.rows
        let rowsAreKnown = rowsAreKnown && merge.tally.count(of: .notJSONL) == 0
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

    /// Where every row has one fault of writing, the file has it.
    private mutating func nameWholeFile() {
        let rows = merge.rows
        // The last object of a list has no comma.
        if merge.tally.count(of: .trailingComma) > 1, merge.tally.count(of: .trailingComma) >= rows - 1 {
            merge.replace(
                .trailingComma,
                by: Finding(
                    .notJSONL, line: 1, mend: "removes the commas",
                    "not JSONL: a comma ends each line; remove them: each line is one object by itself"))
        }
        let unfinished = merge.unfinished
        if unfinished > 0, unfinished == rows, merge.tally.count(of: .notJSON) == unfinished, spread.endedCount == rows
        {
            merge.replace(
                .notJSON,
                by: Finding(
                    .notJSONL, line: 1, mend: "writes each object on one line",
                    "not JSONL: its objects are spread over several lines; write each on one line"))
        }
    }

    /// Whether the model takes what the file holds.
    private mutating func judgeModel(_ shape: TrainingShape) {
        guard let fit = checker.fit, !isValidation else { return }
        for problem in fit.problems(method: shape.method, merge.contents) {
            merge.add(problem.isCertain && fit.isNamed ? .model : .modelDoubt) { fit.sentence(problem) }
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
        let ended = Set(spread.ended)
        for place in report.findings.indices where report.findings[place].rule == .notJSON {
            let finding = report.findings[place]
            guard finding.mend == nil, let line = finding.line, ended.contains(line) else { continue }
            report.findings[place].mend = "writes the object on one line"
        }
        report.isShapeTold = checker.shape == nil && shape != .supervised
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
        var continuations: [SpreadScan.Continuation] = []
    }

    private let state: Mutex<State>

    init(_ checker: Checker, _ shape: TrainingShape, _ sketches: RowSketches.Kind) {
        let rows = RowChecker(
            shape: shape, tokenLimit: checker.tokenLimit, counter: checker.counter,
            mostOfARule: checker.listedOfARule, sketches: sketches, demands: checker.demands)
        state = Mutex(State(rows: rows))
    }

    /// Takes lines to be checked, leaving an old buffer.
    func take(_ block: inout LineBlock, _ continuations: [SpreadScan.Continuation]) {
        state.withLock {
            swap(&$0.block, &block)
            $0.continuations = continuations
        }
    }

    func run() {
        state.withLock { state in
            let block = state.block
            block.withBytes { state.rows.check(lines: $0, continuations: state.continuations) }
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
