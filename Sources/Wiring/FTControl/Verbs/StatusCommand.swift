import Commands
import FineTuning
import JSONText
import JobJSON
import JobStorage
import Settings
import Text

/// `status`: is the daemon alive, when did it poll, and what is degraded.
enum StatusCommand {
    static let command: Command = Command(
        name: "status", section: .watch, summary: "Show how the daemon, its accounts and its hooks are",
        options: [StandardOptions.output, StandardOptions.utc],
        exitNotes: [
            ExitNote(.done, "the daemon runs, and every account is watched"),
            ExitNote(.failed, "it does not run, or an account cannot be watched"),
        ]
    ) { context, _ in
        let store = try context.openStore()
        let status = try DaemonStatus(of: store, in: context)
        switch context.format {
        case .json, .jsonl: try context.printObject(status.json(context))
        case .name, .csv:
            throw CommandError.usage("status: no -o \(context.format) here; there are table, wide, json and jsonl")
        case .table, .wide: for line in status.lines(context) { try context.output.line(line) }
        }
        return status.isWell ? .done : .failed
    }
}

/// What `status` shows.
struct DaemonStatus {
    let freshness: Freshness
    let info: StoreInfo
    let jobs: [JobStatus: Int]
    let accounts: [StoredAccount]
    let hooks: [StoredHook]

    init(of store: JobStoreReader, in context: CommandContext) throws {
        freshness = try Freshness(of: store, in: context)
        info = try store.info()
        jobs = try store.countByStatus()
        accounts = try store.accounts()
        hooks = try store.hooks()
    }

    /// Nil when the lock cannot be read: then the word that was left counts.
    private var isRunning: Bool { freshness.isDaemonAlive ?? (freshness.live != nil) }

    var isWell: Bool { isRunning && freshness.degraded.isEmpty }

    func lines(_ context: CommandContext) -> [String] {
        var lines = [headline(context)]
        func add(_ label: String, _ text: String) {
            lines.append("  " + context.paint(label.padded(to: 13), .dim) + text)
        }
        add("polled", polled(context))
        add("watching", watching)
        add("degraded", freshness.degraded.isEmpty ? "no" : "yes")
        lines += freshness.warnings(context).map { "    \($0)" }
        for (name, account) in (freshness.live?.accounts ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let trouble = account.trouble {
                lines.append("    account \(name.rawValue.printable), last poll: \(trouble.printable)")
            }
        }
        add("hooks", hookText(context))
        add("store", storeText(context))
        return lines
    }

    private func headline(_ context: CommandContext) -> String {
        guard isRunning else {
            return context.paint("ftd is not running", .bad) + " on \(context.shown(path: info.path)): start it: ftd"
        }
        let version = freshness.live?.version ?? info.daemon?.version
        var text = context.paint("ftd \(version.map { "\($0.printable) " } ?? "")is running", .good)
        if let live = freshness.live {
            let age = HumanText.duration(max(.zero, context.now - live.startedAt))
            let since = context.time.brief(live.startedAt, now: context.now)
            text += " (pid \(live.pid), since \(since), \(age))"
        }
        return text
    }

    private func polled(_ context: CommandContext) -> String {
        let now = context.now
        guard let live = freshness.live, !live.accounts.isEmpty else { return "not yet" }
        var text = freshness.lastGoodPoll.map { HumanText.age(of: $0, now: now) } ?? "not every account yet"
        if let next = live.accounts.values.compactMap(\.nextPoll).min(), isRunning {
            text += ", next \(next > now ? HumanText.age(of: next, now: now) : "now")"
        }
        let polls = live.accounts.values.reduce(0) { $0 + $1.polls }
        let failed = live.accounts.values.reduce(0) { $0 + $1.failedPolls }
        return text + "; \(HumanText.count(polls, "poll")), \(HumanText.number(failed)) failed"
    }

    private var watching: String {
        let open = jobs.filter { !$0.key.isTerminal && $0.value > 0 }
            .sorted { $0.key.word < $1.key.word }
            .map { "\(HumanText.number($0.value)) \($0.key.word.printable)" }
        let total = jobs.values.reduce(0, +)
        return (open.isEmpty ? "nothing under way" : open.joined(separator: ", "))
            + " of \(HumanText.count(total, "job")) in \(HumanText.count(accounts.count, "account"))"
    }

    private func hookText(_ context: CommandContext) -> String {
        guard !hooks.isEmpty else { return "none has been told anything yet" }
        return hooks.map { hook in
            let name = hook.name.rawValue.printable
            if hook.disabled != nil { return context.paint("\(name): disabled", .bad) }
            if hook.counts.dead > 0 {
                return context.paint("\(name): \(hook.counts.dead) dead", .bad) + " (ftctl hooks deliveries --dead)"
            }
            if hook.counts.waiting > 0 { return context.paint("\(name): \(hook.counts.waiting) waiting", .warning) }
            return "\(name) ok"
        }.joined(separator: " · ")
    }

    private func storeText(_ context: CommandContext) -> String {
        var text = "\(HumanText.bytes(info.bytes)), schema \(info.schema)"
        if let checked = info.checkedAt { text += ", last checked \(context.time.short(checked, now: context.now))" }
        return text + "   " + context.shown(path: info.path).printable
    }

    /// Keys are only ever added.
    func json(_ context: CommandContext) -> JSONObject {
        [
            "running": .bool(isRunning), "well": .bool(isWell),
            "daemon": freshness.live?.json ?? .null,
            "degraded": .array(
                freshness.degraded.map { account in
                    .object([
                        "account": .string(account.name.rawValue),
                        "since": .seconds(account.degraded?.since), "reason": .text(account.degraded?.reason),
                    ])
                }),
            "jobs": .object(
                JSONObject(
                    members: jobs.sorted { $0.key.word < $1.key.word }
                        .map { .init(key: $0.key.word, value: .integer($0.value)) })),
            "hooks": .array(
                hooks.map { hook in
                    .object([
                        "name": .string(hook.name.rawValue), "waiting": .integer(hook.counts.waiting),
                        "delivered": .integer(hook.counts.delivered), "dead": .integer(hook.counts.dead),
                        "last_success": .seconds(hook.lastSuccess),
                        "disabled_since": .seconds(hook.disabled?.since),
                        "silenced_until": .seconds(hook.silencedUntil),
                    ])
                }),
            "store": .object([
                "path": .string(info.path), "bytes": .integer(info.bytes), "schema": .integer(info.schema),
                "checked_at": .seconds(info.checkedAt),
            ]),
        ]
    }
}
