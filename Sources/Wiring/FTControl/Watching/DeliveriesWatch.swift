import Commands
import FineTuning
import JobStorage
import JobViews
import Text

/// `hooks deliveries --watch`.
struct DeliveriesWatch: Watched {
    let verb = "hooks deliveries"
    let filter: DeliveryFilter
    let limit: Int?
    let store: JobStoreReader

    func frame(_ context: CommandContext, height: Int) throws -> LiveFrame {
        let views = try views(min(limit ?? .max, height))
        guard !views.isEmpty else { return LiveFrame(lines: [LiveLine(HooksDeliveriesCommand.nothing(filter))]) }
        let report = try DeliveryReport.report(parts: store.shortestParts(of: views.compactMap(\.delivery.job?.job)))
        let lines = TableRenderer.text(
            report.table(views, in: context), width: context.terminal.width, narrowings: DeliveryReport.narrowings,
            paint: context.paint, glyphs: context.glyphs
        ).split(separator: "\n").map(String.init)
        let rows = zip(views, lines.dropFirst()).map { view, line in
            LiveLine(key: Self.key(view), state: Self.state(view), text: line)
        }
        return LiveFrame(
            lines: lines.prefix(1).map { LiveLine($0) } + rows,
            footer: [try Freshness(of: store, in: context).sentence(context)])
    }

    /// Oldest first, so that what came last stands last.
    func entries(_ context: CommandContext, inJSON: Bool) throws -> [WatchEntry] {
        try views(limit).reversed().map { view in
            WatchEntry(key: Self.key(view), state: Self.state(view), line: { line(view, context) }) { view.json }
        }
    }

    private func views(_ limit: Int?) throws -> [DeliveryView] {
        try store.deliveries(filter, limit: limit).map { DeliveryView($0.delivery) }
    }

    private static func key(_ view: DeliveryView) -> String {
        "\(view.delivery.notice.rawValue) \(view.delivery.hook.rawValue)"
    }

    private static func state(_ view: DeliveryView) -> Delivery.State { view.delivery.state }

    private func line(_ view: DeliveryView, _ context: CommandContext) -> String {
        let delivery = view.delivery
        let state = DeliveryReport.state(view)
        let due = view.due.map { "next \(context.time.brief($0, now: context.now))" }
        let parts: [String?] = [
            delivery.hook.rawValue.printable, delivery.type.rawValue.printable,
            delivery.job?.job.rawValue.printable, context.paint(state.text, state.style),
            view.attempts > 0 ? HumanText.count(view.attempts, "attempt") : nil, due, view.reason?.printable,
        ]
        return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
