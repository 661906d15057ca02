import Accounts
import FineTuning
import JobStorage
import Services
import Settings

/// Polls one account: reads what changed, writes it down, and says how long to wait.
///
/// A poll reads as its list of steps in ``poll()``; each step's owner keeps what it needs from poll to poll. One loop
/// owns it. Nothing is announced from here: what is written down goes out by the hooks' own loops.
final class AccountPoller {
    private let settings: AccountLoop.Parameters
    private let context: DaemonContext
    private let connect: @Sendable () throws -> AccountConnection
    private let pulse: Pulse
    private let store: AccountStore
    private let listing: ListingReader
    private let jobs: JobReader
    private let events: EventReader
    private let harvester: Harvester
    private let stalls: StallReader
    private var history = PollHistory()
    private var details = DetailPause()
    private var warnings: Set<String> = []
    /// Why the account cannot be watched, by the last poll; nil while it can.
    private(set) var degraded: String?

    /// - Parameter connect: makes the server's calls from the account's section and its key.
    init(
        _ settings: AccountLoop.Parameters, context: DaemonContext, pulse: Pulse,
        connect: @escaping @Sendable () throws -> AccountConnection
    ) {
        self.settings = settings
        self.context = context
        self.connect = connect
        self.pulse = pulse
        store = AccountStore(settings.account.name, context: context)
        events = EventReader(store, log: context.log)
        listing = ListingReader(
            store, events: events, fullListing: settings.poll.fullListing, idle: settings.poll.idle)
        jobs = JobReader(store, events: events)
        stalls = StallReader(
            store, rule: StallRule(queue: settings.poll.stalledQueue, step: settings.poll.stalledStep))
        harvester = Harvester(store, events: events, history: settings.poll.history, log: context.log)
    }

    /// One poll, whatever comes of it.
    ///
    /// - Returns: how it ended, and the error if there was one.
    func poll() -> (outcome: PollSchedule.Outcome, failure: PollError?) {
        do {
            let poll = try begin()
            let seen = try listing.readNews(poll)
            try jobs.confirm(seen.doubtful, poll)
            try jobs.readUnlisted(poll, shown: seen.shown, lastGoodListing: listing.lastGoodListing)
            takeEnded()
            try events.readNews(poll, keeping: harvester.underWay)
            try harvester.harvestEnded(poll)
            try harvester.harvestHistory(poll)
            takeDetailError(poll)
            try stalls.judge()
            try store.judgeBudget()
            try listing.readAll(poll) { try jobs.confirm($0, poll) }
            if let setback = poll.setback { throw setback }
            history.succeeded()
            degraded = poll.unreadable
            try store.setDegraded(poll.unreadable)
            return (.good(anyUnfinished: hasUnfinished()), nil)
        } catch {
            return failed(PollError(error))
        }
    }

    /// The server for this poll; the key is read anew, so that a changed key file needs no restart.
    private func begin() throws -> Poll {
        let connection = try connect()
        for warning in connection.warnings where warnings.insert(warning).inserted {
            context.log.warning("key", ["account": store.name.rawValue, "note": warning])
        }
        let account = try store.account(under: connection.identity())
        return Poll(
            connection.provider, account: account, mayReadDetails: details.isOver(at: .now), pulse: pulse)
    }

    /// Jobs that were seen to end, in this poll or at the end of the last one, are harvested now.
    private func takeEnded() {
        for key in store.takeEnded() {
            events.restart(key)
            harvester.add(key)
        }
    }

    /// Trouble with details pauses these; it is no failed poll.
    private func takeDetailError(_ poll: Poll) {
        guard let error = poll.detailError else {
            if poll.readsDetails { details.forget() }
            return
        }
        let (wait, isFirst) = details.begin(retryAfter: error.kind.retryAfter, at: .now)
        guard isFirst else { return }
        context.log.warning(
            "details paused",
            ["account": store.name.rawValue, "for": "\(wait.components.seconds)s", "cause": error.description])
    }

    /// Asked by the schedule: where the store cannot say, the next poll waits as for an idle account.
    private func hasUnfinished() -> Bool {
        do { return try store.hasUnfinishedJobs() } catch {
            context.log.debug("the store cannot say what is unfinished", ["cause": "\(error)"])
            return false
        }
    }

    private func failed(_ error: PollError) -> (PollSchedule.Outcome, PollError?) {
        let failure = history.failed(error, at: .now, anyUnfinished: hasUnfinished())
        if let repeated = failure.logged { log(error, repeated, isAlarm: error.isRefusal && failure.degrades) }
        if failure.degrades {
            degraded = error.reason
            do { try store.setDegraded(error.reason) } catch {
                context.log.error("could not record a degraded account", ["cause": "\(error)"])
            }
        }
        return (failure.outcome, error)
    }

    private func log(_ error: PollError, _ repeated: Int, isAlarm: Bool) {
        var status: String?
        var requestID: String?
        if case .provider(let error) = error {
            status = error.status.map(String.init)
            requestID = error.requestID
        }
        context.log.log(
            isAlarm ? .error : .warning, "poll failed",
            [
                "account": store.name.rawValue, "kind": error.kind, "status": status,
                "retry_after": error.retryAfter.map { "\($0.components.seconds)s" }, "request_id": requestID,
                "repeated": "\(repeated)", "cause": error.reason,
            ])
    }
}

extension PollError {
    /// Sorts what a step of a poll threw.
    init(_ error: any Error) {
        switch error {
        case let error as PollError: self = error
        case let error as KeyError: self = .noKey(error.description)
        case let error as ProviderError: self = .provider(error)
        case let error: self = .store("\(error)", isFatal: !StoreError.isTemporary(error))
        }
    }
}
