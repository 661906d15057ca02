import Commands
import FineTuning
import JobStorage
import Text

/// The outbox, in every format.
enum DeliveryReport {
    static let report = Report<StoredDelivery>(
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
                "state", "STATE", cell: { row, _ in Table.Cell(state(row), style: style(row)) },
                value: { .text(word($0)) }),
            ReportColumn("attempts", "ATTEMPTS") { .integer(Int64(attempts($0))) },
            ReportColumn(
                "due_at", "NEXT",
                cell: { row, context in
                    Table.Cell(due(row).map { HumanText.age(of: $0, now: context.now) } ?? "")
                },
                value: { .optional(due($0)) }),
            ReportColumn("ended_at") { .optional(ended($0)) },
            ReportColumn("reason", "REASON", mayBeClipped: true) { .optional(reason($0)) },
        ])

    /// The order in which the table gives way on a narrow terminal.
    static let narrowings: [String] = ["id", "due_at", "type", "created_at"]

    private static func word(_ row: StoredDelivery) -> String {
        switch row.delivery.state {
        case .waiting: "waiting"
        case .delivered: "delivered"
        case .dead: "dead"
        }
    }

    private static func state(_ row: StoredDelivery) -> String {
        switch row.delivery.state {
        case .waiting: "◌ waiting"
        case .delivered: "✔ delivered"
        case .dead: "✖ dead"
        }
    }

    private static func style(_ row: StoredDelivery) -> TextStyle {
        switch row.delivery.state {
        case .waiting: .warning
        case .delivered: .good
        case .dead: .bad
        }
    }

    private static func attempts(_ row: StoredDelivery) -> Int {
        switch row.delivery.state {
        case .waiting(_, let attempts, _), .delivered(_, let attempts), .dead(_, let attempts, _): attempts
        }
    }

    private static func due(_ row: StoredDelivery) -> UnixTime? {
        if case .waiting(let due, _, _) = row.delivery.state { due } else { nil }
    }

    private static func ended(_ row: StoredDelivery) -> UnixTime? {
        switch row.delivery.state {
        case .waiting: nil
        case .delivered(let time, _), .dead(let time, _, _): time
        }
    }

    private static func reason(_ row: StoredDelivery) -> String? {
        switch row.delivery.state {
        case .waiting(_, _, let reason): reason
        case .delivered: nil
        case .dead(_, _, let reason): reason
        }
    }
}
