/// How the last polls of an account ended, as far as it decides what follows from the next one.
package struct PollHistory: Hashable, Sendable {
    /// Failures for so long make an account degraded even when nobody refused the key.
    package static let outageBecomesNews: Duration = .seconds(900)

    private var failuresInARow = 0
    private var failingSince: SuspendingClock.Instant?
    private var refusalsInARow = 0
    private var hasSucceeded = false
    private var repetition = Repetition()

    /// Nothing was polled yet.
    package init() {}

    /// A poll read everything it wanted.
    package mutating func succeeded() {
        self = PollHistory()
        hasSucceeded = true
    }

    /// What follows from a failed poll.
    package struct FailedPoll: Hashable, Sendable {
        /// How the poll ended, for the schedule.
        package var outcome: PollSchedule.Outcome
        /// Whether the account cannot be watched properly from now on.
        package var degrades: Bool
        /// How often the same failure repeated, where that is to be logged; nil where it is not.
        package var logged: Int?
    }

    /// A poll failed.
    ///
    /// - Parameters:
    ///   - now: on the clock that stands still while the machine sleeps: a machine that slept was not failing meanwhile.
    ///   - anyUnfinished: whether any job of the account can change.
    package mutating func failed(
        _ error: PollError, at now: SuspendingClock.Instant, anyUnfinished: Bool
    ) -> FailedPoll {
        failuresInARow += 1
        let since = failingSince ?? now
        failingSince = since
        refusalsInARow = error.isRefusal ? refusalsInARow + 1 : 0
        let outcome: PollSchedule.Outcome =
            error.isRefusal
            ? .refused(inARow: refusalsInARow)
            : .failed(
                inARow: failuresInARow, retryAfter: error.retryAfter, anyUnfinished: anyUnfinished,
                sinceStart: !hasSucceeded)
        // A key that is missing here is a fact; one that the server refuses once may be the server's slip.
        let isCertain = error.isRefusal && (error.isMissingKey || refusalsInARow > 1)
        return FailedPoll(
            outcome: outcome, degrades: isCertain || now - since >= Self.outageBecomesNews,
            logged: error.isCancelled ? nil : repetition.count(error.repetition))
    }
}

/// Which repetitions of one thing are worth a line in the log: the first, and every tenth.
package struct Repetition: Hashable, Sendable {
    private var last: String?
    private var count = 0

    /// Nothing happened yet.
    package init() {}

    /// Takes what happened.
    ///
    /// - Returns: how often it has repeated since it first happened, 0 at first, where it is to be logged.
    package mutating func count(_ what: String) -> Int? {
        count = last == what ? count + 1 : 0
        last = what
        return count % 10 == 0 ? count : nil
    }
}
