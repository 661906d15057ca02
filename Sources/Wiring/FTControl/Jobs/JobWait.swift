import Commands
import FineTuning
import JobStorage
import Text

/// Waits for jobs by reading the store; where no daemon runs it polls through `ftd --once`.
struct JobWait {
    /// How long a job that was just made may be missing from the store.
    private static let appearance: Duration = .seconds(60)
    private static let interval = Duration.seconds(1)

    let context: CommandContext
    var account: AccountName?
    var endsWithFirst = false
    var failsFast = false
    var timeout: Duration?

    /// Waits for the jobs of these names.
    ///
    /// - Returns: the exit code that says how they ended.
    func run(_ names: [String]) throws -> ExitCode {
        context.interrupt.arm(saying: "stopped waiting; the jobs go on")
        let start = context.uptime
        var standIn = try DaemonStandIn(context)
        var jobs: [String: WatchedJob] = [:]
        while true {
            try standIn.pollIfNeeded(within: timeout.map { $0 - (context.uptime - start) })
            for name in names where jobs[name]?.isOver != true {
                guard let job = try find(name, since: start) else { continue }
                if jobs[name]?.job.status != job.job.status { try report(job.job) }
                if job.goneAt != nil {
                    try context.say(
                        "ftctl: job \(job.job.id.rawValue.printable) is gone: the API does not know it any more")
                }
                jobs[name] = job
            }
            if let code = verdict(names.map { jobs[$0] }) { return code }
            var pause = Self.interval
            if let timeout {
                let left = timeout - (context.uptime - start)
                guard left > .zero else {
                    let open = names.filter { jobs[$0]?.isOver != true }.count
                    try context.say("ftctl: gave up waiting; \(HumanText.count(open, "job")) had not ended")
                    return .timedOut
                }
                pause = min(pause, left)
            }
            try context.interrupt.sleep(for: pause)
        }
    }

    /// The code, once there is one; a job that is gone is over, and is there no more.
    private func verdict(_ jobs: [WatchedJob?]) -> ExitCode? {
        let over = jobs.compactMap { $0 }.filter(\.isOver)
        let isGone = over.contains { $0.goneAt != nil }
        let failed = over.contains { $0.goneAt == nil && $0.job.status.meaning != .succeeded }
        let code: ExitCode = failed ? .failed : isGone ? .notFound : .done
        if failsFast && code != .done { return code }
        guard endsWithFirst ? !over.isEmpty : over.count == jobs.count else { return nil }
        return code
    }

    /// The job in the store; nil while a whole id may still appear there.
    private func find(_ name: String, since start: Duration) throws -> WatchedJob? {
        do {
            let store = try context.openStore()
            return try store.job(context.job(named: name, in: store, account: account))
        } catch {
            guard JobID(whole: name) != nil, CommandError(error).exitCode == .notFound,
                context.uptime - start < Self.appearance
            else { throw error }
            return nil
        }
    }

    private func report(_ job: Job) throws {
        let outcome = job.fineTunedModel?.rawValue ?? job.error.map { "\($0.code ?? "") \($0.message ?? "")" } ?? ""
        let status = context.paint(job.status.marked, job.status.style)
        try context.tell(
            "\(job.id.rawValue.printable)  \(status)\(outcome.isEmpty ? "" : "  \(outcome.printable)")")
        try context.output.flush()
    }
}
