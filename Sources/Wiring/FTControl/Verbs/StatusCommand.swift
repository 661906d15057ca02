import Commands
import FineTuning
import JobStorage
import JobViews
import Settings
import Text

/// `status`: is the daemon alive, when did it poll, and what is degraded.
enum StatusCommand {
    static let command: Command = Command(
        name: "status", section: .watch, summary: "Show how the daemon, its accounts and its hooks are",
        options: [StandardOptions.output, StandardOptions.utc],
        exitNotes: [
            ExitNote(.done, "the daemon runs, and every account is watched"),
            ExitNote(.failed, "it does not run, an account cannot be watched, or it cannot work as it should"),
        ]
    ) { context, _ in
        let store = try context.openStore()
        var state = try DaemonState(of: store, at: try context.storePlace().path)
        state.submissions = try context.submissions()
        state.budget = try context.budget(in: store)
        switch context.format {
        case .json, .jsonl: try context.printObject(state.json(now: context.now, time: context.time))
        case .name, .csv:
            throw CommandError.usage("status: no -o \(context.format) here; there are table, wide, json and jsonl")
        case .table, .wide: for line in state.lines(context) { try context.tell(line, hanging: 15) }
        }
        return state.isWell(now: context.now) ? .done : .failed
    }
}

extension DaemonState {
    /// What a person sees.
    func lines(_ context: CommandContext) -> [String] {
        var lines = [headline(context)]
        func add(_ label: String, _ text: String) {
            lines.append("  " + context.paint(label.padded(to: 13), .dim) + text)
        }
        add("polled", polled(now: context.now))
        add("watching", watching)
        for (job, note) in notes {
            let sentence = note.sentence(now: context.now, time: context.time)
            lines.append("    job \(job.job.rawValue.printable) is \(sentence)")
        }
        add("degraded", freshness.degraded.isEmpty ? "no" : "yes")
        lines += freshness.warnings(context).map { "    \($0)" }
        for (name, account) in (freshness.live?.accounts ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let problem = account.problem {
                lines.append("    account \(name.rawValue.printable), last poll: \(problem.printable)")
            }
        }
        for problem in problems(now: context.now) {
            lines.append("    " + context.paint(problem.sentence(now: context.now, time: context.time), .bad))
        }
        for submission in submissions { lines.append("  " + SubmissionReport.sentence(submission, context)) }
        for standing in budget?.standings ?? [] {
            add("budget", context.paint(standing.sentence, standing.isExceeded ? .bad : .plain))
        }
        add("hooks", hookText(context))
        add("store", store(now: context.now, time: context.time) + "   " + context.shown(path: info.path).printable)
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
}
