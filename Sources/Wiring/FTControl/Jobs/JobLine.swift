import Commands
import FineTuning
import JobStorage
import JobViews
import Text

/// A job in one line, for those who wait for it.
struct JobLine {
    let row: StatusRow
    /// The job itself.
    let stored: WatchedJob
    /// The shortest part of its id that names it alone.
    let shortID: String

    /// Reads it; nil when the store has no such job.
    init?(of key: JobKey, in store: JobStoreReader) throws {
        let found = try store.snapshot { () -> (StatusRow, WatchedJob, String)? in
            guard let row = try store.line(of: key), let stored = try store.job(key) else { return nil }
            return (row, stored, try store.shortestParts(of: [key.job])[key.job] ?? key.job.rawValue)
        }
        guard let found else { return nil }
        (row, stored, shortID) = found
    }

    var job: Job { stored.job }

    /// Whether nothing more is to come of it.
    var isOver: Bool { row.status.isTerminal || row.goneAt != nil }

    /// Why it failed, in the API's words.
    var error: JobError? {
        job.error ?? row.failure.flatMap { JobError(code: nil, message: $0, param: nil) }
    }

    /// What is told where nobody sees a line renew itself: another one is another line.
    var change: [String] {
        [row.status.word, "\(row.goneAt != nil)", row.note?.word ?? "", job.fineTunedModel?.rawValue ?? ""]
    }

    /// `O1OEE7eEy sciq  ● running  62%  step 186/300  loss 1.157 ▆▅▄▃▃▂▂  ends about 08:41`.
    func text(_ context: CommandContext) -> String {
        let head = [shortID, job.name].compactMap { $0?.printable }.joined(separator: " ")
        var parts = [head, context.paint(JobStatusCell.text(row), row.status.style) + duration]
        if isOver {
            if let model = job.fineTunedModel { parts.append(model.rawValue.printable) }
            if let code = error?.code { parts[1] += ": \(code.printable)" }
        } else {
            parts += progress
            if let finish = job.estimatedFinish {
                parts.append("\(JobReport.ending(finish, in: context)) \(context.time.brief(finish, now: context.now))")
            }
        }
        return parts.joined(separator: "  ")
    }

    /// `ftjob-9sQ4…  ✖ failed  invalid_training_file Example 100 …`, whole, for a pipe.
    func whole(_ context: CommandContext) -> String {
        let outcome = job.fineTunedModel?.rawValue ?? error.map { "\($0.code ?? "") \($0.message ?? "")" } ?? ""
        let mark = row.status.marked + (row.goneAt != nil ? " (gone)" : row.note.map { " (\($0.word))" } ?? "")
        let status = context.paint(mark, row.status.style)
        return [job.id.rawValue, status, outcome.trimmed.printable].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private var progress: [String] {
        guard let progress = row.progress else { return [] }
        return [JobReport.steps(progress), JobReport.loss(progress, width: 8)].compactMap(\.self)
    }

    private var duration: String {
        guard row.status.isTerminal, let finished = job.finishedAt, finished >= job.createdAt else { return "" }
        return (row.status.meaning == .succeeded ? " in " : " after ") + HumanText.duration(finished - job.createdAt)
    }
}
