import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Text

/// Waits for jobs by reading the store; where no daemon runs it polls through `ftd --once`.
///
/// On a terminal each job has one line that renews itself; anywhere else each change of a status is a line.
struct JobWait {
    /// How long a job that was just made may be missing from the store.
    private static let appearance: Duration = .seconds(60)
    private static let interval = Duration.seconds(1)

    let context: CommandContext
    var account: AccountName?
    var endsWithFirst = false
    var failsFast = false
    var timeout: Duration?
    /// What JSON has beside the jobs: an object around the only one; nil for the jobs alone.
    var wrapping: ((JSONObject) -> JSONObject)?

    /// How waiting came out.
    private enum Ending {
        /// As it was asked for, with the code that says how.
        case reached(ExitCode)
        /// The time was over before so many jobs had ended.
        case timedOut(open: Int)
    }

    /// Waits for the jobs of these names.
    ///
    /// - Returns: the exit code that says how they ended.
    func run(_ names: [String]) throws -> ExitCode {
        context.interrupt.arm(saying: "stopped waiting; the jobs go on")
        let lines = WaitLines(context)
        let (ending, jobs) = try wait(names, lines)
        lines.settle()
        let result = WaitResult(context: context, jobs: names.compactMap { jobs[$0] }, wrapping: wrapping)
        switch ending {
        case .reached(let code):
            // Who reads no more may still look at the code.
            do { return try result.conclude(code) } catch OutputError.closed { return code }
        case .timedOut(let open):
            do { try result.show() } catch OutputError.closed { return .timedOut }
            let sentence = "gave up waiting; \(HumanText.count(open, "job")) had not ended"
            if context.format.isJSON { throw CommandError(.timedOut, sentence) }
            try context.say("ftctl: \(sentence)")
            return .timedOut
        }
    }

    private func wait(_ names: [String], _ lines: WaitLines) throws -> (Ending, [String: JobLine]) {
        let start = context.uptime
        var standIn = try DaemonStandIn(context)
        var jobs: [String: JobLine] = [:]
        while true {
            // Seen before a poll that may take long, and after it.
            for _ in 0..<2 {
                for name in names where jobs[name]?.isOver != true {
                    jobs[name] = try find(name, since: start) ?? jobs[name]
                }
                try lines.show(names.map { ($0, jobs[$0]) })
                if let code = verdict(names.map { jobs[$0] }) { return (.reached(code), jobs) }
                let left = timeout.map { $0 - (context.uptime - start) }
                guard try standIn.pollIfNeeded(within: left, say: { try lines.say($0) }) else { break }
            }
            var pause = Self.interval
            if let timeout {
                let left = timeout - (context.uptime - start)
                guard left > .zero else {
                    return (.timedOut(open: names.filter { jobs[$0]?.isOver != true }.count), jobs)
                }
                pause = min(pause, left)
            }
            try context.interrupt.sleep(for: pause)
        }
    }

    /// The code, once there is one; a job that is gone is over, and is there no more.
    private func verdict(_ jobs: [JobLine?]) -> ExitCode? {
        let over = jobs.compactMap { $0 }.filter(\.isOver)
        let isGone = over.contains { $0.row.goneAt != nil }
        let failed = over.contains { $0.row.goneAt == nil && $0.row.status.meaning != .succeeded }
        let code: ExitCode = failed ? .failed : isGone ? .notFound : .done
        if failsFast && code != .done { return code }
        guard endsWithFirst ? !over.isEmpty : over.count == jobs.count else { return nil }
        return code
    }

    /// The job in the store; nil while a whole id may still appear there.
    private func find(_ name: String, since start: Duration) throws -> JobLine? {
        do {
            let store = try context.openStore()
            return try JobLine(of: context.job(named: name, in: store, account: account), in: store)
        } catch {
            guard JobID(whole: name) != nil, CommandError(error).exitCode == .notFound,
                context.uptime - start < Self.appearance
            else { throw error }
            return nil
        }
    }
}
