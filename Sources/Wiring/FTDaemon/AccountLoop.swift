import Dispatch
import FineTuning
import HTTPClient
import JobStorage
import Services
import Settings
import Synchronization

/// Polls one account again and again: polls never overlap, and those that are asked for too early coalesce.
final class AccountLoop: Sendable {
    let pulse = Pulse()
    private let name: AccountName
    private let context: DaemonContext
    private let schedule: PollSchedule
    private let onFatal: @Sendable (String) -> Void
    private let ticker: Ticker
    private let poller: Mutex<AccountPoller>
    private let lastHeartbeat = Mutex<String?>(nil)

    /// However often somebody rings, a poll begins only so long after the last one.
    private static let leastRest: Duration = .milliseconds(500)

    init(account: AccountSettings, context: DaemonContext, onFatal: @escaping @Sendable (String) -> Void) {
        name = account.name
        self.context = context
        let poll = context.settings.poll
        schedule = PollSchedule(
            active: poll.active, idle: poll.idle, backoffMax: poll.backoffMax, unauthorized: poll.unauthorized)
        self.onFatal = onFatal
        ticker = Ticker(name: "ftd.poll.\(account.name)")
        poller = Mutex(AccountPoller(account: account, context: context, pulse: pulse))
    }

    /// Starts with a poll at once.
    func start() { ticker.start { [weak self] in self?.turn() } }

    /// Polls at once, or as soon as the poll under way is done, but never sooner than the server allows.
    func pollNow() { ticker.wake() }

    /// No further poll; the one under way ends with the context's stop flag.
    func stop(_ group: DispatchGroup) { ticker.stop(group) }

    private func turn() -> Ticker.Wait? {
        guard !context.stop.isRaised else { return nil }
        let (outcome, _) = poll()
        guard !context.stop.isRaised else { return nil }
        let wait = schedule.wait(after: outcome, jitter: DaemonContext.jitter())
        pulse.expect(within: wait)
        context.board.update(name) { $0.nextPoll = .now() + wait }
        return Ticker.Wait(wait, least: Self.least(after: outcome))
    }

    /// What the server asked for holds even when somebody rings.
    private static func least(after outcome: PollSchedule.Outcome) -> Duration {
        guard case .failed(_, let retryAfter?, _) = outcome else { return leastRest }
        return max(leastRest, min(retryAfter, Backoff.greatestRetryAfter))
    }

    /// One poll, for the timer and for `--once`.
    func poll() -> (outcome: PollSchedule.Outcome, failure: PollFailure?) {
        let result = poller.withLock { $0.poll() }
        // A poll that we cut short ourselves says nothing about the API.
        if result.failure?.isCancelled == true { return result }
        context.board.update(name) { state in
            state.polls += 1
            state.trouble = result.failure?.reason
            if result.failure == nil { state.lastGoodPoll = .now() } else { state.failedPolls += 1 }
        }
        if let failure = result.failure, failure.isFatal { onFatal(failure.reason) }
        if result.failure == nil { beat() }
        return result
    }

    /// Tells whoever watches the watcher that a poll went well.
    private func beat() {
        guard let url = context.settings.heartbeat.url else { return }
        let timeout: Duration = .seconds(10)
        pulse.expect(within: timeout)
        var trouble: String?
        do throws(HTTPTransportError) {
            let response = try context.transport.send(
                HTTPRequest(url: url.text, timeout: timeout, allowPlainHTTP: !url.isEncrypted))
            if !response.isSuccess { trouble = "HTTP \(response.status)" }
        } catch {
            guard error.kind != .cancelled else { return }
            trouble = error.description
        }
        // The same trouble is logged once, not at every poll.
        let isNews = lastHeartbeat.withLock { last in
            defer { last = trouble }
            return last != trouble
        }
        if let trouble, isNews {
            context.log.warning("heartbeat failed", ["account": name.rawValue, "cause": trouble])
        }
    }
}
