import Dispatch
import FineTuning
import HTTPClient
import JobStorage
import Settings
import Synchronization

/// Polls one account again and again on a Dispatch timer: ticks never overlap, and those that come too early coalesce.
final class AccountLoop: Sendable {
    let pulse = Pulse()
    private let name: AccountName
    private let context: DaemonContext
    private let schedule: PollSchedule
    private let onFatal: @Sendable (String) -> Void
    private let queue: DispatchQueue
    private let poller: Mutex<AccountPoller>
    private let timer = Mutex<DispatchTimer?>(nil)

    init(account: AccountSettings, context: DaemonContext, onFatal: @escaping @Sendable (String) -> Void) {
        name = account.name
        self.context = context
        let poll = context.settings.poll
        schedule = PollSchedule(
            active: poll.active, idle: poll.idle, backoffMax: poll.backoffMax, unauthorized: poll.unauthorized)
        self.onFatal = onFatal
        queue = DispatchQueue(label: "ftd.poll.\(account.name)")
        poller = Mutex(AccountPoller(account: account, context: context, pulse: pulse))
    }

    /// Starts with a poll at once.
    func start() {
        let timer = DispatchTimer(queue: queue) { [weak self] in self?.tick() }
        self.timer.withLock { $0 = timer }
        timer.schedule(after: .zero)
    }

    /// Polls at once, or as soon as the poll under way is done.
    func pollNow() { timer.withLock { $0?.ring() } }

    /// No further tick; the one under way ends with the context's stop flag.
    func stop(_ group: DispatchGroup) {
        timer.withLock {
            $0?.cancel()
            $0 = nil
        }
        queue.async(group: group) {}
    }

    private func tick() {
        guard !context.stop.isRaised else { return }
        let (outcome, _) = poll()
        guard !context.stop.isRaised else { return }
        let wait = schedule.wait(after: outcome, jitter: DaemonContext.jitter())
        pulse.expect(within: wait)
        context.board.update(name) { $0.nextPoll = .now() + wait }
        timer.withLock { $0?.schedule(after: wait) }
    }

    /// One poll, for the timer and for `--once`.
    func poll() -> (outcome: PollSchedule.Outcome, failure: PollFailure?) {
        let result = poller.withLock { $0.poll() }
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
        pulse.expect(within: .seconds(20))
        do throws(HTTPTransportError) {
            let response = try context.transport.send(HTTPRequest(url: url.text, timeout: .seconds(10)))
            guard !response.isSuccess else { return }
            context.log.warning("heartbeat failed", ["status": "\(response.status)"])
        } catch {
            context.log.warning("heartbeat failed", ["cause": "\(error)"])
        }
    }
}
