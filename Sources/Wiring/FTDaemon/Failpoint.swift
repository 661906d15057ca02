import Glibc

/// Named places where a test may kill the daemon, to prove that a crash there loses and repeats nothing.
///
/// Debug builds only: `FTD_FAILPOINT=NAME` kills the process with SIGKILL at the first visit, `NAME:3` at the third. In a
/// release build a visit is nothing at all.
enum Failpoint: String, CaseIterable {
    case pollAfterResponse = "poll.afterResponse"
    case storeBeforeCommit = "store.beforeCommit"
    case storeAfterCommit = "store.afterCommit"
    case detailsBeforeCommit = "details.beforeCommit"
    case detailsAfterCommit = "details.afterCommit"
    case hookBeforeAttempt = "hook.beforeAttempt"
    case hookAfterAttempt = "hook.afterAttempt"
    case outboxAfterMark = "outbox.afterMark"
    case submissionBeforeCreate = "submission.beforeCreate"
    case submissionAfterCreate = "submission.afterCreate"

    /// Passes by, or ends the process here.
    static func visit(_ point: Failpoint) {
        #if DEBUG
            guard let chosen = chosen, chosen.point == point else { return }
            if visits.add() >= chosen.count { kill(getpid(), SIGKILL) }
        #endif
    }
}

#if DEBUG
    import Synchronization

    extension Failpoint {
        private final class VisitCounter: Sendable {
            private let count = Atomic<Int>(0)

            func add() -> Int { count.add(1, ordering: .relaxed).newValue }
        }

        private static let visits = VisitCounter()

        /// A name that is none ends the process: a test that waits for a death must not wait for nothing.
        private static let chosen: (point: Failpoint, count: Int)? = {
            guard let value = getenv("FTD_FAILPOINT") else { return nil }
            guard let chosen = parse(String(cString: value)) else {
                let text = "ftd: FTD_FAILPOINT names no failpoint; there are \(allCases.map(\.rawValue))\n"
                _ = write(STDERR_FILENO, text, text.utf8.count)
                exit(2)
            }
            return chosen
        }()

        /// `NAME` or `NAME:COUNT`; nil for anything else.
        static func parse(_ text: String) -> (point: Failpoint, count: Int)? {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let point = Failpoint(rawValue: String(parts[0])) else { return nil }
            guard parts.count > 1 else { return (point, 1) }
            guard let count = Int(parts[1]), count > 0 else { return nil }
            return (point, count)
        }
    }
#endif
