import Commands
import FineTuning
import JSONText
import JobViews
import Text

/// Submissions without a job, in every format.
enum SubmissionReport {
    static let report = Report<SubmissionView>(
        name: { $0.id.rawValue },
        columns: [
            ReportColumn(
                "id", "SUBMISSION",
                cell: { row, _ in Table.Cell(row.id.rawValue.printable, shorter: [row.shortID.printable]) },
                value: { .text($0.id.rawValue) }),
            ReportColumn("object") { _ in .text("ftd.submission") },
            ReportColumn("created_at", "CREATED", cell: { $1.cell($0.createdAt) }, value: { .time($0.createdAt) }),
            ReportColumn(
                "status", "STATUS", cell: { row, _ in row.statusCell }, value: { .text($0.state.rawValue) }),
            ReportColumn("model", "MODEL") { .text($0.plan.model.rawValue) },
            ReportColumn("filename", "FILE", room: .fixed(14)) { .text($0.plan.training.filename) },
            ReportColumn("since", "SINCE", cell: { $1.cell($0.since) }, value: { .time($0.since) }),
            ReportColumn(
                "next_try", "NEXT TRY",
                cell: { row, context in
                    Table.Cell(
                        row.nextTry.map { $0 > context.now ? HumanText.age(of: $0, now: context.now) : "now" } ?? "")
                },
                value: { .optional($0.nextTry) }),
            ReportColumn("reason", "REASON", room: .elastic(least: 20)) { .text($0.reason) },
            ReportColumn("account") { .text($0.plan.account.rawValue) },
            ReportColumn("suffix") { .optional($0.plan.suffix) },
            ReportColumn("training_file") { .optional($0.step.files?.training.rawValue) },
            ReportColumn("validation_file") { .optional($0.step.files?.validation?.rawValue) },
            ReportColumn("uploads") { row in .json(.array(row.uploads.map { .string($0.rawValue) })) },
        ],
        fields: SubmissionView.fields)

    /// The order in which the table gives way on a narrow terminal.
    static var narrowings: [Narrowing] {
        [
            .shorten("created_at"), .shorten("since"), .shorten("id"), .drop("model"), .drop("created_at"),
            .give("reason", .elastic(least: 12)), .drop("filename"), .drop("next_try"), .drop("reason"), .drop("since"),
        ]
    }

    /// What `list` and `status` say of one: `submission 0b7ab3c2 (train.jsonl) is parked since 08:33, next try 08:43: …`.
    static func sentence(_ submission: SubmissionView, _ context: CommandContext) -> String {
        let since = context.time.brief(submission.since, now: context.now)
        let next = submission.nextTry.map { ", next try \(context.time.brief($0, now: context.now))" } ?? ""
        return "submission \(submission.shortID) (\(submission.plan.training.filename.printable)) "
            + "is \(submission.state.rawValue) since \(since)\(next): \(submission.reason.printable)"
    }
}

extension SubmissionView {
    /// The beginning of the id, which is enough for commands.
    var shortID: String { String(id.rawValue.prefix(8)) }

    fileprivate var statusCell: Table.Cell {
        switch state {
        case .uploading, .waiting: Table.Cell("◌ \(state.rawValue)", style: .busy)
        case .parked, .interrupted: Table.Cell("◌ \(state.rawValue)", style: .warning)
        case .unknown, .failed: Table.Cell("✖ \(state.rawValue)", style: .bad)
        case .created: Table.Cell("✔ created", style: .good)
        }
    }
}
