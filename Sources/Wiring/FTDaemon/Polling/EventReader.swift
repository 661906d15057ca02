import FineTuning
import JobStorage
import Services

/// Reads the events of an account's jobs, newest first, down to where the last run joined.
final class EventReader {
    /// How many unfinished jobs' events one poll reads, the newest jobs first.
    private static let jobsAPoll = 50
    /// How many pages of events one poll reads of a job; the run goes on in the next.
    private static let pagesAPoll = 20

    /// How many failed jobs of a page are asked for their reasons.
    private static let reasonsAPage = 10

    /// What one request for events came to.
    enum PageResult: Equatable {
        /// The run has not joined its mark yet.
        case more
        /// Everything up to the newest event is stored.
        case joined
        /// The API does not have them.
        case absent
        /// The server no longer knows the event behind which the page was to start: the run starts again.
        case restarted(ProviderError)
        /// They could not be read this time.
        case failed(ProviderError)
    }

    private let store: AccountStore
    /// Runs that were cut short, to go on with.
    private var runs: [JobKey: EventRun] = [:]
    /// Unfinished jobs that have no events at this server: asked again when they have ended.
    private var without: Set<JobKey> = []
    /// Unfinished jobs whose events could not be read: sooner again than what ended jobs leave behind.
    private var postponements = Postponements<JobKey>(first: .seconds(15))
    private var limit = PageLimit()
    private let log: JournalLog

    init(_ store: AccountStore, log: JournalLog) {
        self.store = store
        self.log = log
    }

    /// Reads the new events of the jobs that are under way.
    ///
    /// - Parameter others: finished jobs whose runs are kept, too: they are being harvested.
    func readNews(_ poll: Poll, keeping others: [JobKey]) throws {
        let unfinished = try store.unfinishedJobs()
        let wanted = Set(unfinished.map(\.key) + others)
        runs = runs.filter { wanted.contains($0.key) }
        without = without.filter { wanted.contains($0) }
        postponements.keep { wanted.contains($0) }
        // Of a job that answers with 404 nothing else is asked.
        let open = unfinished.filter {
            !without.contains($0.key) && !postponements.contains($0.key, at: .now) && $0.misses.isEmpty
        }
        for job in open.prefix(Self.jobsAPoll) where poll.readsDetails { try readNews(of: job, poll) }
    }

    private func readNews(of job: WatchedJob, _ poll: Poll) throws {
        for _ in 0..<Self.pagesAPoll {
            switch try readPage(of: job, poll) {
            case .more: continue
            case .joined: postponements.forget(job.key)
            case .restarted: break
            case .absent:
                without.insert(job.key)
                log.info("no events", ["job": job.job.id.rawValue, "account": store.name.rawValue])
            case .failed(let error): postpone(job, error, poll)
            }
            return
        }
    }

    /// Reads the newest events of jobs that failed since the last look and give no reason: their notices say it then.
    ///
    /// What cannot be read is left to the harvest, and the notice is made without it.
    func readReasons(of jobs: [Job], _ poll: Poll) throws {
        for job in jobs.lazy.filter(\.lacksReason).prefix(Self.reasonsAPage) where poll.readsDetails {
            let key = JobKey(account: store.name, job: job.id)
            guard !without.contains(key), let known = try store.job(key), !known.job.status.isTerminal else { continue }
            _ = try readPage(of: known, poll)
        }
    }

    /// Trouble with one job's events is that job's: it is asked later, and the poll stays a good one.
    private func postpone(_ job: WatchedJob, _ error: ProviderError, _ poll: Poll) {
        guard poll.readsDetails else { return }
        let (wait, isFirst) = postponements.postpone(job.key, at: .now)
        guard isFirst else { return }
        log.warning(
            "events postponed",
            [
                "job": job.job.id.rawValue, "account": store.name.rawValue, "for": "\(wait.components.seconds)s",
                "cause": error.description,
            ])
    }

    /// The job has ended: a run that began before the end has not seen the last events.
    func restart(_ key: JobKey) {
        runs[key] = nil
        without.remove(key)
        postponements.forget(key)
    }

    /// Reads one page of a job's events and stores it.
    ///
    /// - Parameter harvesting: what need not be fetched any more once the run has joined.
    func readPage(of job: WatchedJob, _ poll: Poll, harvesting: Harvest = []) throws -> PageResult {
        let key = job.key
        var run = runs[key] ?? EventRun(mark: job.eventMark)
        let cursor = run.cursor
        let page: Page<JobEvent>
        do throws(ProviderError) {
            page = try poll.page(&limit) { server, limit throws(ProviderError) in
                try server.events(of: key.job, after: cursor, limit: limit)
            }
        } catch {
            // A server that lists oldest first and no longer knows the mark is read from its first event on.
            runs[key] = cursor != nil && cursor == job.eventMark ? EventRun(mark: nil) : nil
            return try result(of: error, poll, isFirstPage: cursor == nil)
        }
        let stored = try store.storedEvents(page.items.map(\.id), of: key)
        let others = runs.reduce(0) { $0 + ($1.key == key ? 0 : $1.value.bytes) }
        switch run.received(page, stored: stored, room: max(0, EventRun.mostBytes - others)) {
        case .unfinished(let events):
            runs[key] = run
            if !events.isEmpty { try store.keep(JobFindings(key: key, events: events)) }
            return .more
        case .joined(let events, let mark):
            runs[key] = nil
            if mark != job.eventMark || !events.isEmpty || !harvesting.isEmpty {
                try store.keep(JobFindings(key: key, events: events, eventMark: mark, harvested: harvesting))
            }
            return .joined
        }
    }

    /// What an error means for this job's events; throws when we wanted to stop.
    private func result(of error: ProviderError, _ poll: Poll, isFirstPage: Bool) throws(ProviderError) -> PageResult {
        if !isFirstPage, error.kind.mayMeanUnknownCursor { return .restarted(error) }
        switch JobErrorMeaning(error) {
        case .absent: return .absent
        case .unreadable, .setback: return .failed(error)
        case .general:
            try poll.stopDetails(error)
            return .failed(error)
        }
    }
}
