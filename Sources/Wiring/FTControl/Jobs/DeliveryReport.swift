import Commands
import FineTuning
import JobStorage
import JobViews
import Text

/// The outbox, in every format.
enum DeliveryReport {
    static let report = report(parts: [:])

    /// - Parameter parts: the shortest part of each job's id, for narrow terminals.
    static func report(parts: [JobID: String]) -> Report<DeliveryView> {
        Report(name: { $0.delivery.notice.rawValue }, columns: columns(parts), fields: DeliveryView.fields)
    }

    private static func columns(_ parts: [JobID: String]) -> [ReportColumn<DeliveryView>] {
        [
            ReportColumn(
                "id", "ID",
                cell: { row, _ in
                    let id = row.delivery.notice.rawValue.printable
                    return Table.Cell(id, shorter: [id.count > 12 ? String(id.prefix(12)) : id])
                }, value: { .text($0.delivery.notice.rawValue) }),
            ReportColumn(
                "created_at", "CREATED", cell: { row, context in context.cell(row.delivery.createdAt) },
                value: { .time($0.delivery.createdAt) }),
            ReportColumn("hook", "HOOK", room: .fixed(10)) { .text($0.delivery.hook.rawValue) },
            ReportColumn("type", "TYPE", cell: { row, _ in type(row) }, value: { .text($0.delivery.type.rawValue) }),
            ReportColumn(
                "job", "JOB ID",
                cell: { row, _ in
                    let job = row.delivery.job?.job
                    return Table.Cell(
                        job?.rawValue.printable ?? "", shorter: job.flatMap { parts[$0]?.printable }.map { [$0] } ?? [])
                }, value: { .optional($0.delivery.job?.job.rawValue) }),
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
                "last_answer", "LAST ANSWER", room: .elastic(least: 12),
                cell: { row, _ in Table.Cell((row.heldBack?.reason ?? row.lastAnswer ?? "").printable) },
                value: { .optional($0.lastAnswer) }),
            ReportColumn("members") { .integer(Int64($0.delivery.members)) },
            ReportColumn("grouped_into") { .optional($0.group?.rawValue) },
            ReportColumn("held_back") { .optional($0.heldBack?.reason) },
        ]
    }

    /// The order in which the table gives way on a narrow terminal.
    static let narrowings: [Narrowing] = [
        .shorten("created_at"), .shorten("job"), .shorten("id"), .shorten("type"), .drop("attempts"), .drop("due_at"),
        .drop("job"), .drop("last_answer"), .drop("id"), .drop("hook"),
    ]

    /// `succeeded` for `fine_tuning.job.succeeded`, `job.gone` for `ftd.job.gone`.
    private static func type(_ row: DeliveryView) -> Table.Cell {
        let type = row.delivery.type.rawValue.printable
        let prefix = ["fine_tuning.job.", "ftd."].first { type.hasPrefix($0) && type != $0 }
        return Table.Cell(type, shorter: prefix.map { [String(type.dropFirst($0.count))] } ?? [])
    }

    /// Glyph, word and colour of a delivery's state.
    static func state(_ row: DeliveryView) -> Table.Cell {
        switch row.state {
        case .waiting: Table.Cell("◌ waiting", style: .warning)
        case .delivered: Table.Cell("✔ delivered", style: .good)
        case .dead: Table.Cell("✖ dead", style: .bad)
        case .abandoned: Table.Cell("✖ abandoned", style: .dim)
        case .grouped: Table.Cell("✔ grouped", style: .dim)
        }
    }
}
