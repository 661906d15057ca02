import TrainingCheck
import TrainingData

/// One run of a preparation through its rows.
struct PreparationRun {
    private let preparation: Preparation
    private let rows: MappedRows
    private let name: String
    private let reviews: FeedbackUse?
    private let tokens: TokenLimitFilter?
    private let keys: KeyColumnFilter?
    /// Who looks at the examples besides; nil for nobody.
    var recorder: ExampleRecorder?
    private var sampling: SamplingStage?
    private var encoder: any RowEncoding
    /// Rows not written, by the place of the reason.
    private var drops: [DropReason: Int] = [:]

    init(_ preparation: Preparation, _ rows: MappedRows, _ name: String) {
        self.preparation = preparation
        self.rows = rows
        self.name = name
        reviews = preparation.feedback.map { FeedbackUse($0) }
        tokens = preparation.tokenLimit.map { TokenLimitFilter($0, shape: rows.shape) }
        keys = preparation.keyColumn.map { KeyColumnFilter($0, shape: rows.shape) }
        if preparation.sampling.weights != nil || preparation.sampling.balance != nil {
            sampling = SamplingStage(preparation.sampling, file: name)
        }
        encoder = rows.mapping.encoder(stage: reviews, file: name, plan: rows.plan)
    }

    private var filter: (any ExampleFilter)? {
        var filters: [any ExampleFilter] = []
        if let tokens { filters.append(tokens) }
        if let deduplication = preparation.deduplication {
            filters.append(DuplicateFilter(deduplication, shape: rows.shape))
        }
        if let keys { filters.append(keys) }
        if let recorder { filters.append(recorder) }
        return FilterChain(filters)
    }

    private var selection: ExampleSelection? {
        let sampling = preparation.sampling
        guard sampling.sample != nil || sampling.balance != nil else { return nil }
        return ExampleSelection(sample: sampling.sample, isBalanced: sampling.balance != nil, seed: sampling.seed)
    }

    mutating func run(
        to output: DataOutput, validation: ValidationPart?, progress: (Preparation.Progress) -> Void
    ) throws -> PreparationReport {
        let source = rows.source
        let interval = source.rowsBetweenProgress
        var sink = try ExampleSink(
            output, validation: validation.map { ($0.output, ValidationSplit($0, shape: rows.shape)) },
            seed: preparation.shuffleSeed, selection: selection, isCancelled: preparation.isCancelled)
        sink.filter = filter
        var row = rows.row
        var (read, kept, repeated) = (0, 0, 0)
        let most = preparation.limit ?? .max

        while kept < most, try source.next(into: &row) {
            read += 1
            let before = sink.taken
            switch try encoder.judge(row) {
            case .drop(let reason): drops[encoder.reasons[reason], default: 0] += 1
            case .keep:
                if try admit(row, to: &sink) {
                    let made = try encoder.write(row, to: &sink)
                    if sink.taken > before {
                        kept += 1
                        repeated += (sink.taken - before) / sink.copies * (sink.copies - 1)
                    } else {
                        let reason = made > 0 ? sink.refusal ?? .noPair : encoder.reasons.last ?? .noPair
                        drops[reason, default: 0] += 1
                    }
                }
            }
            if read.isMultiple(of: interval) {
                progress(Preparation.Progress(source, rows: read))
                if preparation.isCancelled() { throw TrainingDataError(name, .stopped) }
            }
        }

        var report = PreparationReport()
        (report.read, report.kept) = (read, kept)
        if read > 0, !preparation.isPart, let error = encoder.missingColumn(in: row) { throw error }
        report.dropped = dropCounts
        guard kept > 0 || preparation.isPart else {
            throw PreparationError.nothingKept(file: name, read: read, dropped: report.dropped)
        }
        let candidates = sink.taken
        try sink.settle(name: name)
        let (placed, validating) = (sink.placedExamples, sink.validationExamples)
        if let validation, !preparation.isPart, validating == 0 || validating == placed {
            throw PreparationError.emptySide(
                file: name, examples: placed, forValidation: validating > 0, share: validation.share)
        }
        try sink.finish()
        report.examples = sink.placedExamples
        report.validation = sink.validationExamples
        fill(&report, row, candidates: candidates, repeated: repeated)
        report.bytesWritten = sink.bytesWritten
        report.validationBytes = sink.validationBytes
        progress(Preparation.Progress(source, rows: read))
        return report
    }

    /// Tells the sink what the row's columns say; false when its weight leaves it out, or it belongs to no class.
    private mutating func admit(_ row: Row, to sink: inout ExampleSink) throws -> Bool {
        keys?.row = row.object()
        guard sampling != nil else { return true }
        guard let group = try sampling?.classNumber(of: row) else {
            drops[.emptyColumn(preparation.sampling.balance ?? ""), default: 0] += 1
            return false
        }
        let copies = try sampling?.copies(of: row) ?? 1
        guard copies > 0 else {
            drops[.weight, default: 0] += 1
            return false
        }
        (sink.group, sink.copies) = (group, copies)
        return true
    }

    private var dropCounts: [DropCount] {
        var reasons: [DropReason] = []
        let others: [DropReason] = [.tooLong, .duplicate, .nearDuplicate, .weight]
        for reason in encoder.reasons
            + [preparation.sampling.balance.map { DropReason.emptyColumn($0) }].compactMap(\.self)
            + others where !reasons.contains(reason)
        {
            reasons.append(reason)
        }
        return reasons.compactMap { reason in drops[reason].map { DropCount(reason: reason, rows: $0) } }
    }

    private func fill(_ report: inout PreparationReport, _ row: Row, candidates: Int, repeated: Int) {
        report.passed = encoder.passed
        report.feedback = reviews?.report
        report.columns = row.columns
        report.shape = rows.shape
        report.mapping = rows.sentence
        let asked = [
            reviews == nil ? nil : preparation.feedback?.key, preparation.sampling.weights,
            preparation.sampling.balance,
        ].compactMap(\.self)
        report.leftOut = keys == nil ? encoder.leftOut(in: row).filter { !asked.contains($0) } : []
        report.notes = rows.source.notes
        report.tokenLimit = tokens?.report
        if selection != nil || sampling != nil {
            var done = SamplingReport()
            done.classes = sampling?.classCount ?? 0
            (done.candidates, done.chosen, done.repeated) = (candidates, report.examples, repeated)
            report.sampling = done
        }
        report.blankLines = rows.source.blankLines
        report.bytesRead = rows.source.bytesRead
    }
}
