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
        var statuses: [String: JobStatus] = [:]
        while true {
            try standIn.pollIfNeeded(within: timeout.map { $0 - (context.uptime - start) })
            for name in names where statuses[name]?.isTerminal != true {
                guard let job = try find(name, since: start) else { continue }
                if statuses[name] != job.status { try report(job) }
                statuses[name] = job.status
            }
            if let code = verdict(names.map { statuses[$0] }) { return code }
            var pause = Self.interval
            if let timeout {
                let left = timeout - (context.uptime - start)
                guard left > .zero else {
                    let open = names.filter { statuses[$0]?.isTerminal != true }.count
                    try context.say("ftctl: gave up waiting; \(HumanText.count(open, "job")) had not ended")
                    return .timedOut
                }
                pause = min(pause, left)
            }
            try context.interrupt.sleep(for: pause)
        }
    }

    /// The code, once there is one.
    private func verdict(_ statuses: [JobStatus?]) -> ExitCode? {
        let ended = statuses.compactMap { $0 }.filter(\.isTerminal)
        let failed = ended.contains { $0.meaning != .succeeded }
        if failsFast && failed { return .failed }
        guard endsWithFirst ? !ended.isEmpty : ended.count == statuses.count else { return nil }
        return failed ? .failed : .done
    }

    /// The job in the store; nil while a whole id may still appear there.
    private func find(_ name: String, since start: Duration) throws -> Job? {
        do {
            let store = try context.openStore()
            return try store.job(context.job(named: name, in: store, account: account))?.job
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
        try context.output.line(
            "\(job.id.rawValue.printable)  \(status)\(outcome.isEmpty ? "" : "  \(outcome.printable)")")
        try context.output.flush()
    }
}
