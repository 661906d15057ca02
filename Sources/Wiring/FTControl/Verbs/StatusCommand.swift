import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Settings
import Text

/// `status`: is the daemon alive, when did it poll, and what is degraded.
enum StatusCommand {
    static let command: Command = Command(
        name: "status", section: .watch, summary: "Show how the daemon, its accounts and its hooks are",
        options: [LiveWatch.option, StandardOptions.utc], output: .object(DaemonState.notes),
        exitNotes: [
            ExitNote(.done, "the daemon runs, and every account is watched"),
            ExitNote(.failed, "it does not run, an account cannot be watched, or it cannot work as it should"),
        ]
    ) { context, arguments in
        let store = try context.openStore()
        if arguments[LiveWatch.option] {
            return try LiveWatch(watched: DaemonWatch(store: store), store: store, context: context).run()
        }
        let state = try state(store, context)
        switch context.format {
        case .json, .jsonl: try context.printObject(state.json(now: context.now, time: context.time))
        case .table, .wide, .name, .csv:
            for line in state.lines(context) { try context.tell(line.text, hanging: DaemonState.hanging) }
        }
        return state.isWell(now: context.now) ? .done : .failed
    }

    /// How the daemon is now.
    static func state(_ store: JobStoreReader, _ context: CommandContext) throws -> DaemonState {
        var state = try DaemonState(of: store, at: try context.storePlace().path)
        state.submissions = try context.submissions()
        state.budget = try context.shownBudget(in: store)
        return state
    }
}

extension DaemonState {
    /// Where the continuations of a broken line begin.
    static let hanging = 15

    /// What a person sees; ages are no change.
    func lines(_ context: CommandContext) -> [LiveLine] {
        let pid = freshness.live?.pid
        var lines = [
            LiveLine(key: "daemon", state: isRunning ? pid.map { "pid \($0)" } ?? "runs" : "", text: headline(context))
        ]
        func add(_ label: String, _ text: String, state: String? = nil) {
            let line = "  " + context.paint(label.padded(to: 13), .dim) + text
            lines.append(LiveLine(key: label, state: state ?? text, text: line))
        }
        func add(below key: String, _ text: String) { lines.append(LiveLine(key: key, text: "    \(text)")) }
        let failed = freshness.live?.accounts.values.reduce(0) { $0 + $1.failedPolls } ?? 0
        add("polled", polled(now: context.now), state: "\(failed) failed")
        add("watching", watching)
        for (job, note) in notes {
            let sentence = note.sentence(now: context.now, time: context.time)
            add(below: "note \(job)", "job \(job.job.rawValue.printable) is \(sentence)")
        }
        add("degraded", freshness.degraded.isEmpty ? "no" : "yes")
        for (index, warning) in freshness.warnings(context).enumerated() { add(below: "degraded \(index)", warning) }
        for (name, account) in (freshness.live?.accounts ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let problem = account.problem {
                add(below: "account \(name)", "account \(name.rawValue.printable), last poll: \(problem.printable)")
            }
        }
        for (index, problem) in problems(now: context.now).enumerated() {
            let sentence = problem.sentence(now: context.now, time: context.time)
            add(below: "problem \(index)", context.paint(sentence, .bad))
        }
        for submission in submissions {
            let sentence = SubmissionReport.sentence(submission, context)
            lines.append(LiveLine(key: "submission \(submission.id)", state: submission.step, text: "  " + sentence))
        }
        for standing in budget?.standings ?? [] {
            add("budget", context.paint(standing.sentence, standing.isExceeded ? .bad : .plain))
        }
        add("hooks", hookText(context))
        let checked = store(now: context.now, time: context.time)
        add("store", checked + "   " + context.shown(path: info.path).printable, state: "schema \(info.schema)")
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
            if let hold = hook.hold {
                let next = context.time.brief(max(hold.until, context.now), now: context.now)
                return context.paint("\(name): held, next try \(next): \(hold.reason.printable)", .warning)
            }
            if let end = hook.silencedUntil, end > context.now {
                return context.paint("\(name): silent until \(context.time.brief(end, now: context.now))", .dim)
            }
            if hook.counts.dead > 0 {
                return context.paint("\(name): \(hook.counts.dead) dead", .bad) + " (ftctl hooks deliveries --dead)"
            }
            if hook.counts.waiting > 0 { return context.paint("\(name): \(hook.counts.waiting) waiting", .warning) }
            return "\(name) ok"
        }.joined(separator: " · ")
    }
}
