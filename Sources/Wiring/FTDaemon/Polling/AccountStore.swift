import FineTuning
import Hooks
import JobStorage
import JobViews
import Services
import Text

/// The store as one account's poller uses it: one read and one transaction a look, and what follows from it.
///
/// Nothing leaves the process before it is written down.
final class AccountStore {
    let name: AccountName
    private let context: DaemonContext
    /// Jobs that were seen to end, until somebody takes them.
    private var ended: [JobKey] = []

    init(_ name: AccountName, context: DaemonContext) {
        self.name = name
        self.context = context
    }

    /// Compares what the server shows with what is stored, and writes down what follows.
    ///
    /// - Parameters:
    ///   - scope: what the server shows.
    ///   - identity: under which it has answered; nil where nothing of the account's row follows from that.
    ///   - lastCompleteListing: decides what is news.
    ///   - decide: is given what was known, and decides; it does nothing else. Nil changes are none.
    /// - Returns: what `decide` returned beside the changes.
    func look<Result: Sendable>(
        at scope: Look.Scope, under identity: String? = nil, since lastCompleteListing: UnixTime?,
        decide: (Look) -> (AccountChanges?, Result)
    ) throws -> Result {
        let hooks = context.hooks
        let background = context.background
        let (changes, applied, result) = try context.store.use { store -> (AccountChanges?, AppliedChanges, Result) in
            let look = try store.look(
                at: scope, of: name, under: identity, time: .now(), since: lastCompleteListing,
                interests: hooks.map(\.interest), newID: DaemonContext.newNoticeID)
            let (changes, result) = decide(look)
            guard let changes else { return (nil, AppliedChanges(), result) }
            Failpoint.visit(.storeBeforeCommit)
            let deliveries = changes.notices.flatMap { hooks.deliveries(of: $0, knowing: background) }
            let applied = try apply(changes, deliveries, to: store)
            if applied.wrote { Failpoint.visit(.storeAfterCommit) }
            return (changes, applied, result)
        }
        for transition in applied.transitions {
            log(transition, changes?.jobs.first { $0.id == transition.key.job })
            if transition.to.isTerminal { ended.append(transition.key) }
        }
        context.delivered(applied.deliveries)
        if applied.transitions.contains(where: \.to.isTerminal) { context.jobEnded(in: name) }
        if changes?.page?.isComplete == true { context.jobsListed(in: name) }
        return result
    }

    /// Writes changes, and what follows for the month's budget where they are changes of jobs, in one transaction.
    private func apply(_ changes: AccountChanges, _ deliveries: [Delivery], to store: JobStore) throws -> AppliedChanges
    {
        guard !changes.jobs.isEmpty else { return try store.apply(changes, deliveries: deliveries) }
        return try store.atomically {
            var applied = try store.apply(changes, deliveries: deliveries)
            applied.deliveries += try judgeBudget(store)
            return applied
        }
    }

    /// Looks at the month's budget where it was not looked at yet: jobs need not change for a month to begin.
    func judgeBudget() throws {
        guard context.budget.isNew(at: .now()) else { return }
        context.delivered(try context.store.use { store in try store.atomically { try judgeBudget(store) } })
    }

    private func judgeBudget(_ store: JobStore) throws -> [Delivery] {
        let (deliveries, said) = try context.budget.judge(
            store, hooks: context.hooks, knowing: context.background, at: .now())
        for sentence in said { context.log.warning("budget exceeded", ["cause": sentence]) }
        return deliveries
    }

    /// Writes down what a 404 for a job means that no page has just shown.
    func missed(_ id: JobID, lastGoodListing: UnixTime?) throws {
        let meaning = try look(at: .missing(id), since: nil) { look in
            let meaning = look.missing(id, lastGoodListing: lastGoodListing)
            return (meaning.changes, meaning)
        }
        if let gone = meaning.gone {
            context.log.warning(
                "job gone", ["job": id.rawValue, "account": name.rawValue, "was": gone.job.status.word])
        }
        if meaning.isUnseen {
            context.log.warning(
                "job not visible",
                [
                    "job": id.rawValue, "account": name.rawValue,
                    "cause": "404 for a job that was submitted here: is the key that submitted it another project's?",
                ])
        }
    }

    /// Writes down which jobs are stalled, and which are no longer.
    func stall(_ stalled: [JobID: (reason: String, id: NoticeID)], alive: [JobID]) throws {
        guard !stalled.isEmpty || !alive.isEmpty else { return }
        try look(at: .stalls(Array(stalled.keys)), since: nil) { look in
            (look.stalls(stalled, alive: alive), ())
        }
        for (job, stall) in stalled.sorted(by: { $0.key < $1.key }) {
            context.log.warning(
                "job stalled", ["job": job.rawValue, "account": name.rawValue, "cause": stall.reason])
        }
    }

    /// The jobs that count as stalled.
    func stalls() throws -> Set<JobID> { try context.store.use { try $0.reader.stalls(of: name) } }

    /// What is known of a job's signs of life.
    func signsOfLife(of job: WatchedJob) throws -> SignsOfLife {
        try context.store.use { try $0.reader.signsOfLife(of: job) }
    }

    /// How long the last jobs on a model took.
    func durations(of model: ModelName) throws -> [Duration] {
        try context.store.use { try $0.reader.durations(of: name, model: model, limit: StallRule.sample) }
    }

    /// Jobs that were submitted here and that no listing has shown yet.
    func unlistedSubmissions(since: UnixTime, until time: UnixTime) throws -> [JobID] {
        try context.store.use { try $0.reader.unlistedSubmissions(of: name, since: since, until: time, limit: 20) }
    }

    /// Writes down that the account is degraded, or no longer is, and announces it once.
    func setDegraded(_ reason: String?) throws {
        let isNews = try look(at: .account, since: nil) { look in
            let changes = look.degradation(reason: reason, id: DaemonContext.newNoticeID())
            return (changes, changes != nil)
        }
        guard isNews else { return }
        context.log.log(
            reason == nil ? .info : .error, reason == nil ? "account recovered" : "account degraded",
            ["account": name.rawValue, "cause": reason])
    }

    /// Writes down what was read about one job, and whether its training goes wrong, in one transaction.
    func keep(_ findings: JobFindings) throws {
        Failpoint.visit(.detailsBeforeCommit)
        let hooks = context.hooks
        let background = context.background
        let (changes, applied) = try context.store.use { store in
            try store.atomically { () -> (AccountChanges?, AppliedChanges) in
                try store.add(findings)
                guard findings.hasMetrics, let changes = try training(of: findings.key, store, hooks) else {
                    return (nil, AppliedChanges())
                }
                let deliveries = changes.notices.flatMap { hooks.deliveries(of: $0, knowing: background) }
                return (changes, try store.apply(changes, deliveries: deliveries))
            }
        }
        Failpoint.visit(.detailsAfterCommit)
        for case (let job, .began(let reason)) in changes?.divergences ?? [:] {
            context.log.warning(
                "job diverging", ["job": job.rawValue, "account": name.rawValue, "cause": reason])
        }
        context.delivered(applied.deliveries)
    }

    /// What follows from all the numbers of a job; nil where nothing does.
    private func training(of key: JobKey, _ store: JobStore, _ hooks: [Hook]) throws -> AccountChanges? {
        let verdict = TrainingVerdict(try store.reader.metrics(of: key))
        let known = try store.reader.divergence(of: key)
        guard verdict.divergence != nil || known != nil else { return nil }
        let look = try store.look(
            at: .training(key.job), of: name, under: nil, time: .now(), since: nil, interests: hooks.map(\.interest),
            newID: DaemonContext.newNoticeID)
        return look.training(
            key.job, reason: verdict.divergence?.sentence, known: known,
            wasSeenToChange: try store.reader.wasSeenToChange(key),
            notice: try .fixed("diverging", key.account.rawValue, key.job.rawValue))
    }

    /// The account's row under an identity, as it is before the server has answered under it.
    ///
    /// Another identity is written down with the first answer: a wrong key must not forget anything.
    func account(under identity: String) throws -> WatchedAccount {
        try context.store.use { store in
            try store.reader.account(name)?.under(identity) ?? store.account(name, identity: identity)
        }
    }

    /// The account's row; nil when it was never watched.
    func account() throws -> WatchedAccount? { try context.store.use { try $0.reader.account(name) } }

    /// Changes the account's row, if there is one.
    func change(_ body: (WatchedAccount) -> WatchedAccount) throws {
        try context.store.use { store in
            guard let row = try store.reader.account(name) else { return }
            try store.save(body(row))
        }
    }

    /// One job; nil when the store has none of that name.
    func job(_ key: JobKey) throws -> WatchedJob? { try context.store.use { try $0.reader.job(key) } }

    /// The jobs that can still change and are not gone, newest first.
    func unfinishedJobs() throws -> [WatchedJob] {
        try context.store.use { try $0.reader.unfinishedJobs(of: name) }
    }

    /// Which of these events of a job are stored.
    func storedEvents(_ ids: [JobEventID], of key: JobKey) throws -> Set<JobEventID> {
        try context.store.use { try $0.reader.storedEvents(ids, of: key) }
    }

    /// Rises with everything that is written about the account's jobs: a page that meant nothing may mean something then.
    func jobChanges() throws -> Int { try context.store.use { $0.jobChanges(of: name) } }

    /// How many jobs the store has of the account.
    func jobCount() throws -> Int64 { try context.store.use { try $0.reader.jobCount(of: name) } }

    /// Whether any job can still change.
    func hasUnfinishedJobs() throws -> Bool {
        try context.store.use { try $0.reader.hasUnfinishedJobs(of: name) }
    }

    /// Jobs that were seen to end and of which something is still to be fetched.
    func unharvestedEnds() throws -> [JobKey] { try context.store.use { try $0.reader.unharvestedEnds(of: name) } }

    /// Ended jobs of which something is still to be fetched, newest first.
    func unharvestedJobs(createdSince since: UnixTime, limit: Int) throws -> [WatchedJob] {
        try context.store.use { try $0.reader.unharvestedJobs(of: name, createdSince: since, limit: limit) }
    }

    /// The jobs that were seen to end since the last call, oldest first.
    func takeEnded() -> [JobKey] {
        defer { ended = [] }
        return ended
    }

    private func log(_ transition: Transition, _ job: Job?) {
        let message: StaticString
        switch transition.cause {
        case .moved: message = "job changed"
        case .appeared: message = "job finished unseen"
        case .reopened: message = "job reopened"
        }
        context.log.log(
            transition.cause == .reopened ? .warning : .info, message,
            [
                "job": transition.key.job.rawValue, "account": transition.key.account.rawValue,
                "from": transition.from?.word, "to": transition.to.word, "model": job?.fineTunedModel?.rawValue,
                "trained_tokens": job?.trainedTokens.map(String.init), "error": job?.error?.code,
                "cause": job?.error?.message,
            ])
    }
}
