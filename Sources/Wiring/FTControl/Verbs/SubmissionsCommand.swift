import Commands
import FineTuning
import JSONText
import JobViews
import Spool
import Text

/// `submissions list`, `show` and `drop`: what was submitted and has no job yet.
enum SubmissionsCommand {
    private static let submission = CommandOperand<String>.one(
        .text("ID", completion: .submission), "the submission's id, any unique part of it, or latest")
    private static let submissions = CommandOperand<[String]>.many(
        .text("ID", completion: .submission), "submissions' ids, unique parts of them, or latest")

    static let list: Command = Command(
        name: "submissions list", section: .control, summary: "Show submissions that have no job yet, and why",
        details: [
            "A submission is parked while a limit of the account stands in its way; ftd tries it again. One that was "
                + "stopped before its upload was done goes on with the same ftctl submit."
        ],
        options: [StandardOptions.utc], output: .rows(SubmissionReport.report),
        examples: [CommandExample("ftctl submissions list", "oldest first")]
    ) { context, _ in
        let rows = try context.submissions()
        try context.print(
            rows, as: SubmissionReport.report, narrowings: SubmissionReport.narrowings,
            footer: NextCommand.lines(next(rows)), empty: ["no submission is parked, interrupted or waiting"])
        return .done
    }

    private static func next(_ rows: [SubmissionView]) -> [NextCommand] {
        guard let first = rows.first else { return [] }
        return (rows.contains { $0.state == .parked } ? [NextCommand("poll")] : [])
            + [NextCommand("submissions show", first.shortID), NextCommand("submissions drop", first.shortID)]
    }

    static let show: Command = Command(
        name: "submissions show", section: .control, summary: "Show one submission, and what it has left at the API",
        operands: [submission], options: [StandardOptions.utc],
        output: CommandOutput([.table, .json, .jsonl, .csv, .name], .object, SubmissionView.fields.notes),
        examples: [CommandExample("ftctl submissions show 0b7ab3c2", "by a part of its id")],
        exitNotes: [ExitNote(.notFound, "no such submission")]
    ) { context, arguments in
        let submission = try context.submission(named: arguments[submission])
        switch context.format {
        case .json, .jsonl: try context.printObject(submission.json)
        case .name: try context.output.line(submission.id.rawValue.printable)
        case .csv: try context.print([submission], as: SubmissionReport.report)
        case .table, .wide:
            for line in submission.lines(context) { try context.tell(line, hanging: 18) }
            try NextCommand.say(next([submission]), in: context)
        }
        return .done
    }

    static let drop: Command = Command(
        name: "submissions drop", section: .control, summary: "Give submissions up",
        details: ["What was uploaded stays at the API until ftctl files delete, and a job that was made goes on."],
        operands: [submissions],
        options: [StandardOptions.yes],
        examples: [CommandExample("ftctl submissions drop 0b7ab3c2", "asks when the API may have made a job")],
        exitNotes: [ExitNote(.notFound, "no such submission"), ExitNote(.failed, "it is being worked on")]
    ) { context, arguments in
        // Every name is looked up before anything is done: a typo must not act on half of them.
        let found = try arguments[submissions].map { try context.submission(named: $0) }
        let spool = try context.spool()
        var code = ExitCode.done
        for submission in found {
            if submission.mayHaveJob, !arguments[StandardOptions.yes] {
                let question = "The API may have made a job of \(submission.shortID): look at ftctl list. Drop it?"
                guard try context.confirm(question) else { continue }
            }
            try SubmissionWish(submission: submission, spool: spool, context: context).drop(&code)
        }
        spool.wake()
        return code
    }
}

extension SubmissionView {
    /// What a person sees; nothing that is not known takes a line.
    fileprivate func lines(_ context: CommandContext) -> [String] {
        let now = context.now
        var lines = ["\(id.rawValue.printable) · \(state.rawValue) since \(context.time.brief(since, now: now))"]
        let facts: [(String, String?)] = [
            ("reason", reason.printable),
            ("next try", nextTry.map { "\(context.time.brief($0, now: now)) (\(HumanText.age(of: $0, now: now)))" }),
            ("model", plan.model.rawValue.printable), ("account", plan.account.rawValue.printable),
            ("suffix", plan.suffix?.printable), ("created", context.time.full(createdAt)),
            ("training file", plan.training.path.printable), ("validation file", plan.validation?.path.printable),
            ("left at the API", uploads.isEmpty ? nil : uploads.map(\.rawValue.printable).joined(separator: ", ")),
        ]
        for case (let label, let text?) in facts {
            lines.append("  " + context.paint(label.padded(to: 16), .dim) + text)
        }
        return lines
    }
}
