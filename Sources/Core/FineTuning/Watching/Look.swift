/// One reading of an account: what was known before it, against which what the server shows is compared.
///
/// A look decides and does nothing: it takes what was read from the store and from the server, and says what is to be
/// written, what is announced to hooks, and which page comes next.
package struct Look: Hashable, Sendable {
    /// The account that is looked at.
    package var account: AccountName
    /// The account as it is stored; nil when it was never watched.
    package var row: WatchedAccount?
    /// The identity under which the server has answered; nil where no server was asked.
    package var identity: String?
    /// Now, by the local wall clock.
    package var time: UnixTime
    /// The server's `Date` of the account's last complete listing before this one: it decides what is news.
    package var lastCompleteListing: UnixTime?
    /// What is stored of the jobs that are shown; jobs never seen are missing.
    package var known: [JobID: WatchedJob]
    /// Whether earlier pages of the listing left jobs that become known with it.
    package var hasWaitingJobs: Bool
    /// The newest known job that is older than some known job, so that none of its second is passed over; nil where
    /// there is none, or it was not asked for.
    package var lastKnown: JobID?
    /// The numbers of the last stored step of jobs that ``changed(_:known:since:)`` names.
    package var lastMetrics: [JobID: MetricPoint]
    /// The best of the stored checkpoints of the same jobs.
    package var bestCheckpoints: [JobID: CheckpointFacts] = [:]
    /// What the newest error events say of failed jobs that give no reason themselves.
    package var failures: [JobID: JobError]
    /// The job that is missed, where it was submitted here.
    package var submitted: Submitted?
    /// The ids that the transitions get, one for each job that ``changed(_:known:since:)`` names.
    package var ids: [JobID: NoticeID]
    /// The number that the next notice gets.
    package var nextSequence: Int64
    /// What the configured hooks want: a notice that nobody wants is not made.
    package var interests: [HookInterest]

    /// Describes what was known.
    package init(
        account: AccountName, row: WatchedAccount? = nil, identity: String? = nil, time: UnixTime,
        lastCompleteListing: UnixTime? = nil, known: [JobID: WatchedJob] = [:], hasWaitingJobs: Bool = false,
        lastKnown: JobID? = nil, lastMetrics: [JobID: MetricPoint] = [:], failures: [JobID: JobError] = [:],
        submitted: Submitted? = nil, ids: [JobID: NoticeID] = [:],
        nextSequence: Int64 = 1, interests: [HookInterest] = []
    ) {
        self.account = account
        self.row = row
        self.identity = identity
        self.hasWaitingJobs = hasWaitingJobs
        self.lastKnown = lastKnown
        self.time = time
        self.lastCompleteListing = lastCompleteListing
        self.known = known
        self.lastMetrics = lastMetrics
        self.failures = failures
        self.submitted = submitted
        self.ids = ids
        self.nextSequence = nextSequence
        self.interests = interests
    }

    /// The shown jobs that become transitions, or would once they were confirmed: each needs an id and its last numbers.
    package static func changed(
        _ jobs: [Job], known: [JobID: WatchedJob], since lastCompleteListing: UnixTime?
    ) -> [JobID] {
        jobs.filter { job in
            Sighting.judge(
                known: known[job.id]?.job, seen: job, lastCompleteListing: lastCompleteListing, confirmed: true
            ).isTransition
        }.map(\.id)
    }

    /// Compares a page of the listing with what was known.
    ///
    /// - Parameter walk: the walk that the page belongs to; it takes the page.
    package func page(_ page: Page<Job>, at place: Place, walk: inout ListingWalk) -> PageMeaning {
        let ids = page.items.map(\.id)
        let unknown = ids.filter { known[$0]?.isKnown != true }
        let order = PageOrder(page.items.map(\.createdAt))
        let step = walk.received(
            ListingWalk.PageFacts(
                ids: ids, skipped: page.skipped, last: page.lastID.map { JobID($0) }, asked: page.asked,
                hasMore: page.hasMore, order: order, allKnown: unknown.isEmpty, lastKnown: lastKnown))
        var changes = AccountChanges(account: account, seenAt: time)
        var doubtful: [JobID] = []
        var added: Set<JobID> = []
        // Oldest first, so that the notices' numbers follow the jobs' age.
        for job in order == .oldestFirst ? page.items : page.items.reversed() where !added.contains(job.id) {
            if hold(job, in: &changes) {
                doubtful.append(job.id)
                added.insert(job.id)
                continue
            }
            let sighting = sighting(of: job, isConfirmed: false)
            if case .doubtful = sighting { doubtful.append(job.id) }
            if add(sighting, of: job, to: &changes) { added.insert(job.id) }
        }
        changes.found = answering(Set(ids))
        let joining = unknown.filter { known[$0]?.listing != place.listing }
        list(joining, step, at: place, isCertain: doubtful.isEmpty, in: &changes)
        return PageMeaning(changes: changes, step: step, doubtful: doubtful)
    }

    /// Counts a page to its listing: its jobs, and the account's row.
    ///
    /// - Parameter isCertain: whether a full listing may go on behind the page.
    private func list(
        _ joining: [JobID], _ step: ListingWalk.Step, at place: Place, isCertain: Bool, in changes: inout AccountChanges
    ) {
        let isComplete = place.isWhole || step == .complete
        let hasJobs = hasWaitingJobs || !joining.isEmpty
        if !joining.isEmpty || (isComplete && hasJobs) {
            changes.page = AccountChanges.ListingPart(
                listing: place.listing, joining: joining, isComplete: isComplete && hasJobs)
        }
        let identity = identity ?? row?.identity ?? ""
        var next = row?.under(identity) ?? WatchedAccount(name: account, identity: identity)
        switch place.purpose {
        case .news: break
        case .first: next = next.afterFirstListing(step, begun: place.date)
        case .full(let started): if isCertain { next = next.afterFullListing(step, started: started, at: time) }
        }
        if hasJobs { next.listing = max(next.listing, place.listing) }
        if isComplete, hasJobs || !changes.jobs.isEmpty || next != row || next.isListingTimeOld(at: place.date) {
            next.lastCompleteListing = place.date
        }
        if next != row { changes.accountRow = next }
    }

    /// Compares a job that was fetched by its id with what was known.
    package func job(_ job: Job) -> AccountChanges {
        var changes = AccountChanges(account: account, seenAt: time)
        if !hold(job, in: &changes) { _ = add(sighting(of: job, isConfirmed: true), of: job, to: &changes) }
        changes.found = answering([job.id])
        return changes
    }

    /// What it means that an account cannot be watched properly, or can again; nil when that is known.
    ///
    /// - Parameters:
    ///   - reason: why it cannot; nil when it can.
    ///   - id: the notice's.
    package func degradation(reason: String?, id: NoticeID) -> AccountChanges? {
        // An account without a key has no row yet, and no identity.
        let row = row ?? WatchedAccount(name: account, identity: "")
        guard (row.degraded == nil) != (reason == nil) else { return nil }
        var changes = AccountChanges(account: account, seenAt: time, accountRow: row)
        changes.accountRow?.degraded = reason.map { WatchedAccount.Degradation(since: time, reason: $0) }
        announce(
            reason == nil ? .apiRecovered : .apiDegraded,
            .account(account, reason: reason ?? "recovered from: \(row.degraded?.reason ?? "unknown")"), id: id,
            in: &changes)
        return changes
    }

    private func sighting(of job: Job, isConfirmed: Bool) -> Sighting {
        Sighting.judge(
            known: known[job.id]?.job, seen: job, lastCompleteListing: lastCompleteListing, confirmed: isConfirmed)
    }

    /// Whether a job's end is held back because its model has no name yet; the rest of the job is written.
    private func hold(_ job: Job, in changes: inout AccountChanges) -> Bool {
        guard let known = known[job.id]?.job, !known.status.isTerminal, ModelNaming.isAwaited(job, at: time)
        else { return false }
        let held = ModelNaming.held(job, under: known.status)
        if held != known { changes.jobs.append(held) }
        return true
    }

    /// Jobs that were missed or gone, and are shown now.
    private func answering(_ ids: Set<JobID>) -> [JobID] {
        known.values.filter { ids.contains($0.job.id) && (!$0.misses.isEmpty || $0.goneAt != nil) }.map(\.job.id)
            .sorted()
    }

    /// Adds the job, its transition, and the notice of it; false when nothing is to be written.
    private func add(_ sighting: Sighting, of job: Job, to changes: inout AccountChanges) -> Bool {
        switch sighting {
        case .unchanged, .doubtful: return false
        case .appeared, .updated, .moved, .reopened: changes.jobs.append(job)
        }
        guard sighting.isTransition else { return true }
        guard let id = ids[job.id], let transition = Transition(sighting, of: job, account: account, id: id, at: time)
        else { preconditionFailure("a look without an id for the job \(job.id), which becomes a transition") }
        changes.transitions.append(transition)
        if let type = transition.noticeType {
            let news = Notice.JobNews(
                account: account, job: job, previous: transition.from, lastMetric: lastMetrics[job.id],
                bestCheckpoint: bestCheckpoints[job.id], failure: failures[job.id])
            announce(type, .job(news), id: id, in: &changes)
        }
        return true
    }

    /// Adds a notice where some hook wants it; its number follows that of the last one.
    func announce(
        _ type: NoticeType, _ subject: Notice.Subject, id: NoticeID, in changes: inout AccountChanges
    ) {
        let notice = Notice(
            id: id, type: type, createdAt: time, sequence: nextSequence + Int64(changes.notices.count),
            subject: subject)
        if interests.contains(where: { $0.wants(notice) }) { changes.notices.append(notice) }
    }
}
