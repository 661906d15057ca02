import Commands
import FineTuning
import JobStorage
import JobViews
import Text

/// The outbox, in every format.
enum DeliveryReport {
    static let report = Report<DeliveryView>(
        name: { $0.delivery.notice.rawValue },
        columns: [
            ReportColumn("id", "ID") { .text($0.delivery.notice.rawValue) },
            ReportColumn("created_at", "CREATED") { .time($0.delivery.createdAt) },
            ReportColumn("hook", "HOOK") { .text($0.delivery.hook.rawValue) },
            ReportColumn("type", "TYPE") { .text($0.delivery.type.rawValue) },
            ReportColumn("job", "JOB ID") { .optional($0.delivery.job?.job.rawValue) },
            ReportColumn("account") { .optional($0.delivery.job?.account.rawValue) },
            ReportColumn("sequence") { .integer($0.delivery.sequence) },
            ReportColumn(
                "state", "STATE", cell: { row, _ in state(row) }, value: { .text($0.state.rawValue) }),
            ReportColumn("attempts", "ATTEMPTS") { .integer(Int64($0.attempts)) },
            ReportColumn(
                "due_at", "NEXT",
                cell: { row, context in
                    Table.Cell(row.due.map { HumanText.age(of: $0, now: context.now) } ?? "")
                },
                value: { .optional($0.due) }),
            ReportColumn("ended_at") { .optional($0.ended) },
            ReportColumn("reason") { .optional($0.reason) },
            ReportColumn(
                "last_answer", "LAST ANSWER", mayBeClipped: true,
                cell: { row, _ in
                    Table.Cell((row.heldBack?.reason ?? row.lastAnswer ?? "").printable)
                }, value: { .optional($0.lastAnswer) }),
            ReportColumn("members") { .integer(Int64($0.delivery.members)) },
            ReportColumn("grouped_into") { .optional($0.group?.rawValue) },
            ReportColumn("held_back") { .optional($0.heldBack?.reason) },
        ],
        wholeObject: { $0.json })

    /// The order in which the table gives way on a narrow terminal.
    static let narrowings: [String] = ["id", "due_at", "type", "created_at"]

    private static func state(_ row: DeliveryView) -> Table.Cell {
        switch row.state {
        case .waiting: Table.Cell("◌ waiting", style: .warning)
        case .delivered: Table.Cell("✔ delivered", style: .good)
        case .dead: Table.Cell("✖ dead", style: .bad)
        case .abandoned: Table.Cell("✖ abandoned", style: .dim)
        case .grouped: Table.Cell("✔ grouped", style: .dim)
        }
    }
}
