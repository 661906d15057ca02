import Glibc

/// Named places where a test may kill the daemon, to prove that no death there loses or invents anything.
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
            if chosen.visits.add() >= chosen.count { kill(getpid(), SIGKILL) }
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

        private static let chosen: (point: Failpoint, count: Int, visits: VisitCounter)? = {
            guard let value = getenv("FTD_FAILPOINT") else { return nil }
            let parts = String(cString: value).split(separator: ":")
            guard let name = parts.first, let point = Failpoint(rawValue: String(name)) else { return nil }
            return (point, parts.count > 1 ? Int(parts[1]) ?? 1 : 1, VisitCounter())
        }()
    }
#endif
