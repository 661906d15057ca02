import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Settings

/// `hooks list`: who is notified of what, and how that goes.
enum HooksListCommand {
    static let command: Command = Command(
        name: "hooks list", section: .operate, summary: "Show the hooks and how their deliveries go",
        details: ["Hooks of the configuration, and hooks that only the store still knows."],
        options: [StandardOptions.utc], output: .rows(report)
    ) { context, _ in
        let hooks = try context.settings().hooks
        let rows = HookView.all(
            configured: hooks.map(configured), stored: try context.openStore().hooks(), now: context.now)
        try context.print(
            rows, as: report, narrowings: narrowings,
            empty: ["no hooks: nobody is told but the log", "Add one: a section [hook \"name\"] in ftd.conf"])
        return .done
    }

    private static func configured(_ hook: HookSettings) -> HookView.Configured {
        HookView.Configured(
            name: hook.name, kind: hook.kind?.name, on: hook.on, target: hook.kind?.keys.target)
    }

    static let report = Report<HookView>(
        name: { $0.name.rawValue },
        columns: [
            ReportColumn("name", "HOOK", room: .fixed(14)) { .text($0.name.rawValue) },
            ReportColumn("kind", "KIND") { .text($0.kind) },
            ReportColumn("on", "ON", room: .fixed(12)) { .text($0.on) },
            ReportColumn("state", "STATE", cell: { row, _ in cell(row) }) { .text($0.state.rawValue) },
            ReportColumn("waiting", "WAITING") { .integer(Int64($0.counts.waiting)) },
            ReportColumn("delivered", "DELIVERED") { .integer(Int64($0.counts.delivered)) },
            ReportColumn("dead", "DEAD") { .integer(Int64($0.counts.dead)) },
            ReportColumn(
                "last_success", "LAST SUCCESS", cell: { $1.cell($0.stored?.lastSuccess) },
                value: { .optional($0.stored?.lastSuccess) }),
            ReportColumn("target", "TARGET", room: .elastic(least: 12)) { .optional($0.configured?.target) },
            ReportColumn("disabled_since") { .optional($0.stored?.disabled?.since) },
            ReportColumn("disabled_reason") { .optional($0.stored?.disabled?.reason) },
            ReportColumn("silenced_until") { .optional($0.stored?.silencedUntil) },
            ReportColumn("abandoned") { .integer(Int64($0.counts.abandoned)) },
            ReportColumn("held_since") { .optional($0.stored?.hold?.since) },
            ReportColumn("held_until") { .optional($0.stored?.hold?.until) },
            ReportColumn("held_reason") { .optional($0.stored?.hold?.reason) },
        ],
        fields: HookView.fields)

    /// The order in which the table gives way on a narrow terminal.
    private static let narrowings: [Narrowing] = [
        .shorten("last_success"), .drop("kind"), .drop("on"), .drop("target"), .drop("last_success"),
        .drop("delivered"), .drop("waiting"),
    ]

    private static func cell(_ row: HookView) -> Table.Cell {
        switch row.state {
        case .ok: Table.Cell("✔ ok", style: .good)
        case .dead, .disabled: Table.Cell("✖ \(row.state.rawValue)", style: .bad)
        case .waiting, .held: Table.Cell("◌ \(row.state.rawValue)", style: .warning)
        case .silenced, .removed: Table.Cell("◌ \(row.state.rawValue)", style: .dim)
        }
    }
}
