import FineTuning
import TrainingData

/// Joins what was found out about documents, in their order.
struct CorpusMerge {
    private var report: CorpusReport
    private let now: UnixTime
    private var index = DuplicateIndex()
    private var near: SketchIndex?

    /// Clocks differ, and so do zones that nobody wrote down.
    private static let tolerance = Duration.seconds(86_400)

    init(_ survey: CorpusSurvey, file: String) {
        report = CorpusReport(file: file)
        report.encoding = survey.counter.encoding
        report.isExact = survey.counter.isExact
        now = survey.now
        near = survey.nearDuplicates.map { SketchIndex($0) }
        if near != nil { report.nearDuplicates = CorpusReport.Overlap() }
    }

    /// The age by a row's time; nil, and noted, when that is of no use.
    mutating func age(of time: UnsafeRawBufferPointer?, line: Int) -> Duration? {
        guard let time else { return note(.missing, line) }
        guard let moment = CorpusTime.read(time) else { return note(.unreadable, line) }
        guard moment - now <= Self.tolerance else { return note(.future, line) }
        return max(.zero, now - moment)
    }

    private mutating func note(_ problem: CorpusReport.BadTime.Problem, _ line: Int) -> Duration? {
        report.badTimeCounts[problem, default: 0] += 1
        if report.badTimes.count < CorpusSurvey.mostBadTimes {
            report.badTimes.append(CorpusReport.BadTime(line: line, problem: problem))
        }
        return nil
    }

    mutating func countRow(isStatic: Bool) {
        if isStatic { report.staticRows += 1 } else { report.dynamicRows += 1 }
    }

    mutating func countEmpty() { report.empty += 1 }

    /// Takes the next batch.
    mutating func add(_ batch: CorpusBatch) {
        for (place, document) in batch.documents.enumerated() {
            var part = CorpusFigures.Part()
            part.documents = 1
            part.bytes = document.text.count
            part.tokens = document.tokens
            if isNew(document, batch, place) { part.uniqueTokens = document.tokens }
            if document.isStatic {
                report.figures.settled = report.figures.settled + part
            } else {
                report.figures.changing = report.figures.changing + part
            }
            guard let age = document.age else {
                report.figures.undated += 1
                continue
            }
            report.ages[age].documents += 1
            report.ages[age].tokens += document.tokens
            if age == 0 { report.figures.tokensOfLastMonth += document.tokens }
        }
    }

    /// Whether no earlier document says the same.
    private mutating func isNew(_ document: CorpusBatch.Document, _ batch: CorpusBatch, _ place: Int) -> Bool {
        guard index.insert(question: document.hash, answer: 0, line: document.line) == .new else {
            report.duplicates.documents += 1
            report.duplicates.tokens += document.tokens
            return false
        }
        guard near != nil else { return true }
        let match = batch.sketches.withUnsafeBytes { sketches in
            let start = place * Sketcher.width
            let sketch = UnsafeRawBufferPointer(rebasing: sketches[start..<start + Sketcher.width])
            return near?.insert(sketch, line: document.line)
        }
        guard match != nil else { return true }
        report.nearDuplicates?.documents += 1
        report.nearDuplicates?.tokens += document.tokens
        return false
    }

    /// All that was found.
    func finish(_ columns: CorpusColumns?, bytesRead: Int) -> CorpusReport {
        var report = report
        report.bytesRead = bytesRead
        guard let columns else { return report }
        report.text = columns.text.source
        report.textIsGuessed = columns.textIsGuessed
        report.time = columns.time
        report.timeIsGuessed = columns.timeIsGuessed
        return report
    }
}
