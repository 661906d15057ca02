import Accounts
import Dispatch
import FineTuning
import Glibc
import HTTPClient
import JobStorage
import Services
import Settings
import Synchronization
import Text

/// Polls one account again and again: polls never overlap, and those that are asked for too early coalesce.
final class AccountLoop: Loop {
    /// All that the loop takes from the configuration.
    struct Parameters: Equatable, Sendable {
        var account: AccountSettings
        var poll: PollSettings
    }

    let pulse = Pulse()
    private let settings: Parameters
    private let context: DaemonContext
    private let schedule: PollSchedule
    private let ticker: Ticker
    private let stop = StopFlag()
    private let transport: any HTTPTransport
    private let poller: Mutex<AccountPoller>
    /// Whether what only the start needed has been given back.
    private let isWarm = Atomic<Bool>(false)

    /// The least time between two polls, however often the loop is woken.
    private static let leastWait: Duration = .milliseconds(500)

    private var name: AccountName { settings.account.name }

    init(_ settings: Parameters, context: DaemonContext) {
        self.settings = settings
        self.context = context
        let poll = settings.poll
        schedule = PollSchedule(
            active: poll.active, idle: poll.idle, backoffMax: poll.backoffMax, unauthorized: poll.unauthorized)
        ticker = Ticker(name: "ftd.poll.\(settings.account.name)")
        transport = context.transport(stop)
        let accounts = context.accounts(over: transport)
        let account = settings.account
        poller = Mutex(AccountPoller(settings, context: context, pulse: pulse) { try accounts.connect(account) })
    }

    /// Starts with a poll at once, or when the server allows one.
    func start() {
        let end = context.serverWaits.end(for: settings.account)
        if let end { announce(end - .now) }
        ticker.start(notBefore: end) { [weak self] in self?.turn() }
    }

    /// Polls at once, or as soon as the poll under way is done, but never sooner than the server allows.
    func wake() { ticker.wake() }

    /// No further poll; the one under way is cut short: reading again changes nothing.
    func stop(_ stop: LoopStop, _ group: DispatchGroup) {
        self.stop.raise(.cut)
        ticker.stop(group)
    }

    private func turn() -> Ticker.Wait? {
        guard !stop.isRaised else { return nil }
        let (outcome, failure) = poll()
        if failure == nil, !isWarm.exchange(true, ordering: .relaxed) { context.giveCodeBack() }
        let asked = outcome.serverWait
        // What the server asked for holds for the loop that a reload puts in this one's place, too; a poll that was cut
        // short says nothing.
        if asked != nil || !stop.isRaised {
            context.serverWaits.keep(asked.map { .now + $0 }, for: settings.account)
        }
        guard !stop.isRaised else { return nil }
        let wait = schedule.wait(after: outcome, jitter: DaemonContext.jitter())
        announce(wait)
        return Ticker.Wait(wait, least: max(Self.leastWait, asked ?? .zero))
    }

    /// Says when the next poll is due, to the watchdog and to whoever looks at the daemon's state.
    private func announce(_ wait: Duration) {
        pulse.expect(within: wait)
        context.board.update(name) { $0.nextPoll = .now() + wait }
    }

    /// One poll, for the timer and for `--once`.
    func poll() -> (outcome: PollSchedule.Outcome, failure: PollError?) {
        let (result, degraded) = poller.withLock { ($0.poll(), $0.degraded) }
        // A poll that we cut short ourselves says nothing about the API.
        if result.failure?.isCancelled == true { return result }
        context.board.update(name) { state in
            state.polls += 1
            state.problem = result.failure?.reason
            if let failure = result.failure {
                state.failedPolls += 1
                state.failures[failure.kind, default: 0] += 1
            } else {
                state.lastGoodPoll = .now()
            }
        }
        if let failure = result.failure, failure.isFatal { context.storeFailed(failure.reason) }
        context.polled(name, isGood: result.failure == nil, degraded: degraded)
        return result
    }

    /// One poll for `--once`; a key that the server refuses is tried once more before anybody believes it.
    ///
    /// - Returns: why the last one failed, if it did.
    func pollTwiceIfRefused() -> PollError? {
        let (outcome, failure) = poll()
        guard let failure, failure.isRefusal, !failure.isMissingKey else { return failure }
        let end = SuspendingClock.now + schedule.wait(after: outcome, jitter: DaemonContext.jitter())
        while !stop.isRaised, .now < end { usleep(50_000) }
        return stop.isRaised ? failure : poll().failure
    }
}
