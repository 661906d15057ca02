package import FineTuning
package import JobStorage
package import Text

/// What keeps a running daemon from its work.
package enum DaemonProblem: Hashable, Sendable {
    /// The last reload was refused: the settings of before are in force.
    case reload(LiveState.Problem)
    /// Nothing can be written to the store: its disk is full or fails, or another process has its lock.
    case store(LiveState.Problem)
    /// The daemon holds its lock, but has written nothing for long: its disk may be full, or it hangs.
    case silence(since: UnixTime)
    /// The store's log is not cut any more.
    case log(bytes: Int64)

    /// How long another process may have the store's lock before it is a problem.
    private static let lockPatience: Duration = .seconds(30)
    /// How late the word about the next poll may be.
    private static let silence: Duration = .seconds(120)

    /// Everything that keeps a daemon from its work, by what it left word of.
    package static func all(_ freshness: Freshness, logBytes: Int64, now: UnixTime) -> [DaemonProblem] {
        var problems: [DaemonProblem] = []
        if logBytes > DaemonState.largestLog { problems.append(.log(bytes: logBytes)) }
        guard freshness.isRunning, let live = freshness.live else { return problems }
        if let reload = live.refusedReload { problems.append(.reload(reload)) }
        if let store = live.storeProblem, now - store.since >= lockPatience { problems.append(.store(store)) }
        let next = live.accounts.values.compactMap(\.nextPoll).min()
        if let written = live.writtenAt, let next, now - max(written, next) > silence {
            problems.append(.silence(since: written))
        }
        return problems
    }

    /// `reload refused at 08:33: …`.
    package func sentence(now: UnixTime, time: LocalTime) -> String {
        switch self {
        case .reload(let problem):
            "reload refused at \(time.brief(problem.since, now: now)), the old settings are in force: "
                + problem.cause.printable
        case .store(let problem):
            "nothing can be written to the store since \(time.brief(problem.since, now: now)): "
                + problem.cause.printable
        case .silence(let since):
            "ftd has written nothing about itself since \(time.brief(since, now: now)): is its disk full? "
                + "See: journalctl -u ftd"
        case .log(let bytes):
            "the store's log has \(HumanText.bytes(bytes)): a program that keeps the store open for reading keeps it "
                + "from being cut"
        }
    }
}
