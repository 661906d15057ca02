import Commands
import FineTuning
import Glibc
import JobStorage
import Spool
import Text
import TrainingCheck
import TrainingData

/// Why a job failed, looked at again in the user's own file: the rows that the server's message names.
struct FailureDiagnosis {
    /// One row that the message names.
    struct Row: Equatable {
        /// Of the file, from 1.
        let line: Int64
        /// Its text, as far as it is shown: from the user's own file, for the user's own terminal alone.
        let excerpt: String
        /// What our check says about it, the errors first.
        let findings: [Finding]
        /// Whether the server counts from 0, as the check of both lines shows.
        let isCountedFromZero: Bool
    }

    /// What became of the file since it was uploaded.
    enum State: Equatable {
        case same
        case changed
        /// It cannot be read now, and why.
        case unreadable(String)
    }

    /// The file as a word of a command.
    let path: String
    let state: State
    /// Empty where the file cannot be read, or has not so many lines.
    let rows: [Row]

    /// Nil where the message names no row, and where this user did not submit the file from here.
    init?(_ error: JobError?, of key: JobKey, method: String?, in context: CommandContext) throws {
        guard let error, let named = NamedExamples(error), let plan = try SubmittedFiles(key, in: context) else {
            return nil
        }
        let file: SubmissionPlan.DataFile?
        switch named.file {
        case .training: file = plan.training
        case .validation: file = plan.validation
        }
        guard let file else { return nil }
        path = PathWord.text(file.path)
        // A server may count from 0: then the line behind is the one.
        let wanted = Set(named.numbers.filter { $0 < .max }.flatMap { [$0, $0 + 1] })
        let contents: FileLines
        do throws(FileLines.Problem) {
            contents = try FileLines(wanted, of: file.path) { context.interrupt.isRaised }
        } catch {
            try context.interrupt.check()
            state = .unreadable("\(error)".printable)
            rows = []
            return
        }
        state = contents.sha256 == file.sha256 ? .same : .changed
        var checker = Checker()
        checker.shape = Self.shape(method)
        rows = named.numbers.compactMap { Self.row($0, contents, checker) }
    }

    /// The diagnosis of a job that has failed; nil of others, and where there is nothing to look at.
    ///
    /// That the file or the record of its submission cannot be read is said, and no reason to stop.
    ///
    /// - Parameter failure: why it failed, where the job gives no reason itself.
    static func ofFailed(
        _ stored: WatchedJob, because failure: JobError?, in context: CommandContext
    ) throws -> FailureDiagnosis? {
        guard stored.job.status.meaning == .failed else { return nil }
        do {
            return try FailureDiagnosis(
                stored.job.error ?? failure, of: stored.key, method: stored.job.method, in: context)
        } catch {
            try context.interrupt.check()
            try context.say("ftctl: cannot look at the submitted file again: \(error)")
            return nil
        }
    }

    private static func shape(_ method: String?) -> TrainingShape {
        switch method {
        case "dpo": .preference
        case "reinforcement": .reinforcement
        case _: .supervised
        }
    }

    /// The row of that number; the one behind it where only that has an error.
    private static func row(_ number: Int64, _ contents: FileLines, _ checker: Checker) -> Row? {
        func row(_ line: Int64, isCountedFromZero: Bool) -> Row? {
            contents.lines[line].map { text in
                let findings = checker.findings(inRow: text)
                let sorted = findings.filter { $0.severity == .error } + findings.filter { $0.severity != .error }
                let column = sorted.first?.column
                return Row(
                    line: line, excerpt: excerpt(text, around: column), findings: sorted,
                    isCountedFromZero: isCountedFromZero)
            }
        }
        guard let first = row(number, isCountedFromZero: false) else { return row(number + 1, isCountedFromZero: true) }
        if first.hasError { return first }
        if let next = row(number + 1, isCountedFromZero: true), next.hasError { return next }
        return first
    }

    /// The beginning of a row, or what stands around a column of it; printable.
    private static func excerpt(_ bytes: [UInt8], around column: Int?) -> String {
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
        let start = max(0, (column ?? 1) - 1 - 24)
        let isInside = start > 0 && column.map { $0 > 60 } ?? false
        let part = scalars.dropFirst(isInside ? start : 0).prefix(longestExcerpt)
        return (isInside ? "…" : "") + String(String.UnicodeScalarView(part)).printable
    }

    /// Scalars of a row; terminals are narrower.
    private static let longestExcerpt = 400
}

extension FailureDiagnosis.Row {
    /// Whether the server refuses it, by our check.
    var hasError: Bool { findings.contains { $0.severity == .error } }
}

extension FailureDiagnosis {
    /// What a person sees, each line to be cut at the terminal's width.
    ///
    /// - Parameter showsRows: whether the rows' own text is shown: on a terminal, and nowhere where it would be kept.
    func lines(showsRows: Bool, _ glyphs: Glyphs, width: Int) -> [String] {
        let word: String
        switch state {
        case .same: word = "same bytes as uploaded"
        case .changed: word = "the file has changed since"
        case .unreadable(let reason): return ["  \(path) cannot be read to look at it again: \(reason)"]
        }
        guard !rows.isEmpty else { return ["  \(path) has no such line (\(word))"] }
        return rows.flatMap { row -> [String] in
            let counted = row.isCountedFromZero ? ", counting from 0" : ""
            let place = "  \(path):\(row.line) (\(word)\(counted))"
            let findings = row.findings.prefix(3).map { "    \($0.message.printable)" }
            let verdict = findings.isEmpty ? ["    ftctl check finds nothing wrong with it by itself"] : findings
            guard showsRows else { return [place] + verdict }
            let room = width - place.displayWidth - 2
            // Where there is no room beside the place, the row has a line of its own.
            let text = row.excerpt.clipped(to: room >= 24 ? room : width - 4)
            return (room >= 24 ? ["\(place): \(text)"] : [place, "    \(text)"]) + verdict
        }
    }

    /// What to do next.
    var next: [NextCommand] {
        let isMendable = rows.contains { $0.findings.contains { $0.mend != nil } }
        return [NextCommand("check", path + (isMendable ? " --fix --write fixed.jsonl" : ""))]
    }
}
