import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Text

/// `hooks deliveries`: the outbox.
enum HooksDeliveriesCommand {
    private static let all = CommandOption.flag("all", short: "a", "every delivery")
    private static let hook = CommandOption.value("hook", .text("NAME", completion: .hook), "only this hook's")
    private static let job = CommandOption.value("job", .job(), "only those about this job")
    private static let waiting = CommandOption.flag("waiting", "only those that wait for their time")
    private static let dead = CommandOption.flag("dead", "only those that were given up")

    static let command: Command = Command(
        name: "hooks deliveries", section: .operate, summary: "Show what was told to whom, newest first",
        options: [RowLimit.count, all, hook, job, waiting, dead, LiveWatch.option, StandardOptions.utc],
        output: .rows(DeliveryReport.report),
        examples: [
            CommandExample("ftctl hooks deliveries --dead", "what never arrived, and why"),
            CommandExample("ftctl hooks deliveries --watch", "as they are made, sent and answered"),
        ]
    ) { context, arguments in
        guard !(arguments[waiting] && arguments[dead]) else {
            throw CommandError.usage("hooks deliveries: --waiting and --dead exclude each other")
        }
        let store = try context.openStore()
        var filter = DeliveryFilter(hook: try context.hook(named: arguments[hook], in: store))
        if arguments[waiting] { filter.state = .waiting }
        if arguments[dead] { filter.state = .dead }
        filter.job = try arguments[job].map { try context.job(named: $0, in: store) }
        let limit = RowLimit.rows(arguments, wantsAll: arguments[all], context)
        if arguments[LiveWatch.option] {
            let deliveries = DeliveriesWatch(filter: filter, limit: limit, store: store)
            return try LiveWatch(watched: deliveries, store: store, context: context).run()
        }
        let rows = try DeliveryView.all(filter, limit: limit, in: store, now: context.now)
        var footer: [String] = []
        if let limit, rows.count == limit { footer.append("the newest \(HumanText.number(limit)); every one: --all") }
        if rows.contains(where: { $0.state == .dead }) {
            footer += NextCommand.lines([NextCommand("hooks retry", "--dead"), NextCommand("hooks list")])
        }
        try context.print(
            rows, as: DeliveryReport.report(parts: store.shortestParts(of: rows.compactMap(\.delivery.job?.job))),
            narrowings: DeliveryReport.narrowings, footer: footer,
            empty: [nothing(filter)])
        if let limit, rows.count == limit {
            try RowLimit.sayCut(shown: rows.count, of: nil, noun: "delivery", context)
        }
        return .done
    }

    /// What is said instead of a table without rows.
    static func nothing(_ filter: DeliveryFilter) -> String {
        filter == DeliveryFilter() ? "nothing was told yet" : "no such deliveries"
    }
}
