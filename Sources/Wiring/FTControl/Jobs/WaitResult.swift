import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Text

/// What is said of jobs when waiting for them is over.
struct WaitResult {
    let context: CommandContext
    let jobs: [JobLine]
    /// What JSON has around the only job; nil for the jobs alone.
    let wrapping: ((JSONObject) -> JSONObject)?

    /// Shows the jobs, and why some have failed.
    ///
    /// - Throws: ``CommandError`` where the verb prints JSON and a job has not succeeded.
    func conclude(_ code: ExitCode) throws -> ExitCode {
        try show()
        let failed = jobs.filter { $0.isOver && ($0.row.status.meaning != .succeeded || $0.row.goneAt != nil) }
        if context.format.isJSON {
            guard let first = failed.first, code != .done else { return code }
            throw try error(first, code)
        }
        if context.format == .name { return code }
        for job in failed { try explain(job, isOnly: jobs.count == 1) }
        if let job = jobs.first, jobs.count == 1, failed.isEmpty, context.terminal.outputIsTerminal {
            try NextCommand.say(
                [NextCommand("ask", "\"...\""), NextCommand("show", job.shortID), NextCommand("loss", job.shortID)],
                in: context)
        }
        return code
    }

    /// The whole jobs, in JSON; elsewhere they have been shown.
    func show() throws {
        guard context.format.isJSON else { return }
        let store = try context.openStore()
        let costs = try context.jobCosts(context.modelTableOrBuiltIn())
        let whole = try store.snapshot {
            try jobs.compactMap { job in try store.job(job.row.key).map { try WholeJob($0, in: store, costs: costs) } }
        }
        if let wrapping, let only = whole.first { return try context.printObject(wrapping(only.json)) }
        try context.print(whole, as: JobReport.whole)
    }

    /// Why a job has not succeeded, what the user's own file shows of it, and what to do.
    private func explain(_ job: JobLine, isOnly: Bool) throws {
        let id = job.job.id.rawValue.printable
        if job.row.goneAt != nil {
            return try context.say("ftctl: job \(id) is gone: the API does not know it any more")
        }
        let isSeen = context.terminal.outputIsTerminal
        if isSeen {
            if !isOnly { try context.tell(job.text(context), hanging: 2) }
            if let message = job.error?.message { try context.tell("  \(message.printable)", hanging: 2) }
        }
        let diagnosis = try diagnosis(job)
        let width = context.terminal.width
        for line in diagnosis?.lines(showsRows: isSeen, context.glyphs, width: width) ?? [] {
            if isSeen { try context.tell(line) } else { try context.say(line) }
        }
        try NextCommand.say((diagnosis?.next ?? []) + [NextCommand("events", job.shortID)], in: context)
    }

    private func error(_ job: JobLine, _ code: ExitCode) throws -> CommandError {
        let id = job.job.id.rawValue
        if job.row.goneAt != nil { return CommandError(code, "job \(id) is gone: the API does not know it any more") }
        let reason = [job.error?.code, job.error?.message].compactMap(\.self).joined(separator: ": ")
        let diagnosis = try diagnosis(job)
        // What is kept by whoever reads it has no row of the file in it.
        let lines = diagnosis?.lines(showsRows: false, .unicode, width: 80).map(\.trimmed) ?? []
        let next = (diagnosis?.next ?? []) + [NextCommand("events", job.shortID)]
        return CommandError(
            code, "job \(id) \(job.row.status.word)" + (reason.isEmpty ? "" : ": \(reason)"),
            hints: lines + NextCommand.lines(next))
    }

    private func diagnosis(_ job: JobLine) throws -> FailureDiagnosis? {
        try FailureDiagnosis.ofFailed(job.stored, because: job.error, in: context)
    }
}
