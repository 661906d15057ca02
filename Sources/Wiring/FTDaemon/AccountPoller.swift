import Digest
import FineTuning
import JobStorage
import OpenAIAPI
import Services
import Settings
import Text

/// Polls one account: reads what changed, writes it down, and says how long to wait.
///
/// One loop owns it. A poll reads as its list of steps in ``poll()``. Nothing is told from here: what is written down is told by the
/// hooks' own loops.
final class AccountPoller {
    let account: AccountSettings
    let context: DaemonContext
    let pulse: Pulse

    /// The account's row as it was when this poll began.
    var row = StoredAccount(name: .default, identity: "")
    /// When a listing last succeeded, by the local clock.
    var lastGoodListing: UnixTime?
    /// Runs through events that were cut short, to go on with.
    var eventRuns: [JobKey: EventRun] = [:]
    /// Jobs that ended before our eyes: harvested at once.
    var justEnded: [JobKey] = []
    /// The finished job of earlier days that is being harvested, one request a poll.
    var harvesting: JobKey?
    /// Harvests that failed, and when they may be tried again.
    var postponed: [JobKey: Postponement] = [:]
    /// The unlisted job that was fetched last: the next poll goes on behind it.
    var lastFetched: JobID?
    /// Why some entries could not be read; makes the account degraded.
    var unreadable: String?
    /// The server's trouble with single jobs in this poll, which makes it a failed one at its end.
    var setbacks: [APIError] = []
    private var failuresInARow = 0
    private var failingSince: SuspendingClock.Instant?
    private var repeatedFailure: (what: String, count: Int) = ("", 0)
    private var warnings: Set<String> = []

    /// Failures for so long make an account degraded even when nobody refused the key.
    static let outageBecomesNews: Duration = .seconds(900)

    init(account: AccountSettings, context: DaemonContext, pulse: Pulse) {
        self.account = account
        self.context = context
        self.pulse = pulse
    }

    /// One poll, whatever comes of it.
    ///
    /// - Returns: how it ended, and the failure if there was one.
    func poll() -> (outcome: PollSchedule.Outcome, failure: PollFailure?) {
        unreadable = nil
        setbacks = []
        do {
            let client = try connect()
            let shown = try walkListing(client)
            try lookAtUnlisted(client, shown: shown)
            try readEvents(client)
            try harvestEnded(client)
            try harvestHistory(client)
            try walkFullListing(client)
            if let setback = setbacks.first { throw setback }
            try recovered()
            return (.good(anyUnfinished: hasUnfinished()), nil)
        } catch {
            return failed(PollFailure(error))
        }
    }

    /// The client for this poll; the key is read anew, so that a changed key file needs no restart.
    private func connect() throws -> OpenAIClient {
        let access = try KeyFinder(environment: context.environment).access(to: account)
        for warning in access.warnings where warnings.insert(warning).inserted {
            context.log.warning("key", ["account": account.name.rawValue, "note": warning])
        }
        let endpoint = APIEndpoint(access)
        // What an account lists depends on all of these; a change of any makes its listing another history.
        let facts = [
            access.account.baseURL.text, access.key.secret, access.account.organization ?? "",
            access.account.project ?? "",
        ]
        let identity = try SHA256.digest(of: Array(facts.joined(separator: "\n").utf8)).hex.prefix(16)
        // Another identity is written down when the server has answered under it: a wrong key must not forget anything.
        let known = try context.store.use { try $0.reader.account(account.name) }
        row =
            try known?.under(String(identity))
            ?? context.store.use { try $0.account(account.name, identity: String(identity)) }
        return OpenAIClient(endpoint: endpoint, transport: context.transport)
    }

    func hasUnfinished() -> Bool {
        (try? context.store.use { try $0.reader.hasUnfinishedJobs(of: account.name) }) ?? false
    }

    /// Says that a request is about to be made, for the watchdog.
    func expectRequest() { pulse.expect(within: account.timeout + account.connectTimeout) }

    /// More setbacks than this in one poll are the server's trouble, not that of single jobs.
    private static let mostSetbacks = 3

    /// Lets the poll go on with the other jobs after one job's setback, unless there are too many.
    func note(setback error: APIError) throws(APIError) {
        setbacks.append(error)
        guard setbacks.count < Self.mostSetbacks else { throw error }
    }

    private func recovered() throws {
        failuresInARow = 0
        failingSince = nil
        repeatedFailure = ("", 0)
        try setDegraded(unreadable)
    }

    private func failed(_ failure: PollFailure) -> (PollSchedule.Outcome, PollFailure?) {
        failuresInARow += 1
        // A machine that slept was not failing meanwhile.
        failingSince = failingSince ?? .now
        log(failure)
        let isOutage = failingSince.map { SuspendingClock.now - $0 >= Self.outageBecomesNews } ?? false
        if failure.isRefusal || isOutage {
            do { try setDegraded(failure.reason) } catch {
                context.log.error("could not record a degraded account", ["cause": "\(error)"])
            }
        }
        if failure.isRefusal { return (.refused, failure) }
        var retryAfter: Duration?
        if case .api(let error) = failure { retryAfter = error.kind.retryAfter }
        return (
            .failed(inARow: failuresInARow, retryAfter: retryAfter, anyUnfinished: hasUnfinished()), failure
        )
    }

    /// The same failure is logged once, then at every tenth repetition.
    private func log(_ failure: PollFailure) {
        if failure.isCancelled { return }
        let isRepeated = repeatedFailure.what == failure.repetition
        repeatedFailure = (failure.repetition, isRepeated ? repeatedFailure.count + 1 : 0)
        guard repeatedFailure.count % 10 == 0 else { return }
        var status: String?
        var retryAfter: String?
        var requestID: String?
        if case .api(let error) = failure {
            status = error.status.map(String.init)
            retryAfter = error.kind.retryAfter.map { "\($0.components.seconds)s" }
            requestID = error.requestID
        }
        context.log.log(
            failure.isRefusal ? .error : .warning, "poll failed",
            [
                "account": account.name.rawValue, "kind": failure.kind, "status": status, "retry_after": retryAfter,
                "request_id": requestID, "repeated": "\(repeatedFailure.count)", "cause": failure.reason,
            ])
    }
}
