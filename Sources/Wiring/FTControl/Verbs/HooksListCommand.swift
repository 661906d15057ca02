import Commands
import FineTuning
import JobStorage
import Settings

/// `hooks list`: who is told of what, and how that goes.
enum HooksListCommand {
    static let command: Command = Command(
        name: "hooks list", section: .operate, summary: "Show the hooks and how their deliveries go",
        details: ["Hooks of the configuration, and hooks that only the store still knows."],
        options: [StandardOptions.output, StandardOptions.utc]
    ) { context, _ in
        let settings = try context.settings().hooks
        let stored = try context.openStore().hooks()
        var rows = settings.map { hook in
            HookRow(name: hook.name, settings: hook, stored: stored.first { $0.name == hook.name })
        }
        let names = Set(settings.map(\.name))
        rows += stored.filter { !names.contains($0.name) }.map { HookRow(name: $0.name, settings: nil, stored: $0) }
        try context.print(
            rows, as: report, narrowings: [.drop("timeout"), .drop("last_success"), .drop("kind")],
            empty: ["no hooks: nobody is told but the log", "Add one: a section [hook \"name\"] in ftd.conf"])
        return .done
    }

    /// A hook as configured, as stored, or both.
    private struct HookRow: Sendable {
        var name: HookName
        var settings: HookSettings?
        var stored: StoredHook?

        var kind: String { settings?.kind?.name ?? "not configured" }

        var target: String? { settings?.kind?.keys.target }

        /// One word for programs.
        func state(now: UnixTime) -> String {
            if stored?.disabled != nil { return "disabled" }
            if settings == nil { return "removed" }
            if let until = stored?.silencedUntil, until > now { return "silenced" }
            if let counts = stored?.counts, counts.dead > 0 { return "dead" }
            return (stored?.counts.waiting ?? 0) > 0 ? "waiting" : "ok"
        }
    }

    private static let report = Report<HookRow>(
        name: { $0.name.rawValue },
        columns: [
            ReportColumn("name", "HOOK") { .text($0.name.rawValue) },
            ReportColumn("kind", "KIND") { .text($0.kind) },
            ReportColumn("on", "ON") { .text($0.settings?.on.joined(separator: " ") ?? "") },
            ReportColumn(shown: "state", "STATE") { row, context in cell(row, context) },
            ReportColumn("waiting", "WAITING") { .integer(Int64($0.stored?.counts.waiting ?? 0)) },
            ReportColumn("delivered", "DELIVERED") { .integer(Int64($0.stored?.counts.delivered ?? 0)) },
            ReportColumn("dead", "DEAD") { .integer(Int64($0.stored?.counts.dead ?? 0)) },
            ReportColumn("last_success", "LAST SUCCESS") { .optional($0.stored?.lastSuccess) },
            ReportColumn("target", "TARGET", mayBeClipped: true) { .optional($0.target) },
            ReportColumn("disabled_since") { .optional($0.stored?.disabled?.since) },
            ReportColumn("disabled_reason") { .optional($0.stored?.disabled?.reason) },
            ReportColumn("silenced_until") { .optional($0.stored?.silencedUntil) },
        ])

    private static func cell(_ row: HookRow, _ context: CommandContext) -> Table.Cell {
        switch row.state(now: context.now) {
        case "ok": Table.Cell("✔ ok", style: .good)
        case "dead": Table.Cell("✖ dead", style: .bad)
        case "disabled": Table.Cell("✖ disabled", style: .bad)
        case "waiting": Table.Cell("◌ waiting", style: .warning)
        case let word: Table.Cell("◌ \(word)", style: .dim)
        }
    }
}
