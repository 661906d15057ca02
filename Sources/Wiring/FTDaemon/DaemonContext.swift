import Accounts
import Digest
import FineTuning
import HTTPClient
import Hooks
import JobStorage
import Services
import Synchronization
import Text

/// What all loops share for as long as the daemon runs; of what is configured, a reload changes only the hooks in it.
final class DaemonContext: Sendable {
    let store: SharedStore
    private let environment: [String: String]
    let log: JournalLog
    let board: StatusBoard
    let serverWaits = ServerWaits()
    /// What the month costs; a reload changes its rules.
    let budget: BudgetWatch
    /// When each submission is taken up again; the loop over the spool owns it, whichever a reload made last.
    let submissionSchedule = Mutex(SubmissionSchedule())
    private let makeTransport: @Sendable (StopFlag) -> any HTTPTransport
    private let wake: @Sendable ((LoopName) -> Bool) -> Void
    private let onFatal: @Sendable (String, StartRemedy) -> Void
    private let configured: Mutex<[Hook]>
    private let known: Mutex<NoticeBackground>
    private let polls = Mutex<[AccountName: PollStanding]>([:])
    /// Accounts in which a job has ended since the submissions were last looked at.
    private let freed = Mutex<Set<AccountName>>([])
    /// Samples that somebody has asked for, until the loops of their hooks take them.
    let hookTests = HookTestQueue()

    /// - Parameters:
    ///   - hooks: the hooks in force.
    ///   - background: what notices are made with.
    ///   - budget: what a month may cost.
    ///   - makeTransport: what sends a loop's requests, and cuts them short when the loop's flag says so.
    ///   - loops: those that are woken when there is something to do for them; not owned.
    ///   - onFatal: called once the store cannot be worked on any more, with the reason and what helps.
    init(
        store: SharedStore, environment: [String: String], hooks: [Hook], background: NoticeBackground,
        budget: Budget,
        log: JournalLog, board: StatusBoard,
        loops: DaemonLoops, makeTransport: @escaping @Sendable (StopFlag) -> any HTTPTransport,
        onFatal: @escaping @Sendable (String, StartRemedy) -> Void
    ) {
        self.store = store
        self.environment = environment
        self.log = log
        self.board = board
        self.makeTransport = makeTransport
        self.onFatal = onFatal
        wake = { [weak loops] fits in loops?.wake(where: fits) }
        configured = Mutex(hooks)
        self.budget = BudgetWatch(budget)
        known = Mutex(background)
    }

    /// What notices are made with, as it is configured.
    var background: NoticeBackground {
        get { known.withLock { $0 } }
        set { known.withLock { $0 = newValue } }
    }

    /// How the accounts' polls go.
    var standings: [AccountName: PollStanding] { polls.withLock { $0 } }

    /// Takes note of how a poll went, for the heartbeats.
    ///
    /// - Parameter degraded: why the account cannot be watched; nil while it can.
    func polled(_ account: AccountName, isGood: Bool, degraded: String?) {
        polls.withLock { $0[account] = ($0[account] ?? PollStanding()).after(isGood: isGood, degraded: degraded) }
        wake { $0.isHeartbeat }
    }

    /// Gives back the memory of code that only the start, or a rare task, needed.
    func giveCodeBack() {
        do { try CodePages.giveBack() } catch { log.debug("no memory was given back", ["cause": "\(error)"]) }
    }

    /// The hooks in force: whatever is written down from now on is for these.
    var hooks: [Hook] {
        get { configured.withLock { $0 } }
        set { configured.withLock { $0 = newValue } }
    }

    /// What sends the requests of a loop.
    func transport(_ stop: StopFlag) -> any HTTPTransport { makeTransport(stop) }

    /// What turns an account's settings and its key into the calls of its server.
    func accounts(over transport: any HTTPTransport) -> Accounts {
        Accounts(environment: environment, transport: transport)
    }

    /// Wakes the loops of the hooks for which there are new rows in the outbox.
    func delivered(_ deliveries: [Delivery]) {
        let hooks = Set(deliveries.map { LoopName.hook($0.hook) })
        if !hooks.isEmpty { wake { hooks.contains($0) } }
    }

    /// Writes a notice down for every hook that wants it, and then wakes these.
    ///
    /// - Parameter account: that of the notice.
    func announce(_ notice: Notice, account: AccountName, in store: JobStore) throws {
        let deliveries = hooks.deliveries(of: notice, knowing: background)
        let changes = AccountChanges(account: account, seenAt: notice.createdAt, notices: [notice])
        delivered(try store.apply(changes, deliveries: deliveries).deliveries)
    }

    /// Wakes the loop of a hook.
    func wake(_ hook: HookName) { wake { $0 == .hook(hook) } }

    /// Asks for a poll of every account at once.
    func pollSoon() { wake { $0.isAccount } }

    /// Lets the parked submissions of an account be tried: one of its jobs has ended.
    func jobEnded(in account: AccountName) {
        freed.withLock { _ = $0.insert(account) }
        wake { $0 == .submissions || $0 == .models(account) }
    }

    /// Lets an account's models be looked at: its jobs are known now.
    func jobsListed(in account: AccountName) { wake { $0 == .models(account) } }

    /// The accounts in which a job has ended since the last call.
    func takeFreedAccounts() -> Set<AccountName> {
        freed.withLock { accounts in
            defer { accounts = [] }
            return accounts
        }
    }

    /// Ends the daemon, because its store cannot be worked on.
    ///
    /// - Parameter remedy: what helps: most often a new start.
    func storeFailed(_ reason: String, _ remedy: StartRemedy = .restart) { onFatal(reason, remedy) }

    /// A new id for a transition: 128 random bits.
    static func newNoticeID() -> NoticeID {
        NoticeID("evt_" + Hexadecimal.encode(RandomBytes.make(16)))
    }

    /// A new id for a sample: never that of a notice.
    static func newSampleID() -> NoticeID {
        NoticeID("evt_sample_" + Hexadecimal.encode(RandomBytes.make(16)))
    }

    /// Ends what still waits for hooks that are not in the configuration any more, and says so.
    func abandonDeliveries(in store: JobStore) throws {
        for (hook, count) in try store.abandonDeliveries(except: hooks.map(\.name), at: .now()) {
            log.warning(
                "deliveries abandoned",
                [
                    "hook": hook.rawValue, "notices": "\(count)",
                    "cause": "the hook left the configuration while they waited",
                ])
        }
    }

    /// A random number from 0 to 1.
    static func jitter() -> Double { Double.random(in: 0...1) }
}
