import FineTuning
import JobStorage

/// Reads the events of an account's jobs, newest first, down to where the last run joined.
final class EventReader {
    /// How many unfinished jobs' events one poll reads, the newest jobs first.
    private static let jobsAPoll = 50
    /// How many pages of events one poll reads of a job; the run goes on in the next.
    private static let pagesAPoll = 20
    /// How many events a page is asked for.
    private static let pageSize = 100

    /// What one request for events came to.
    enum PageResult: Equatable {
        /// The run has not joined its mark yet.
        case more
        /// Everything up to the newest event is stored.
        case joined
        /// The API does not have them.
        case absent
        /// They could not be read this time.
        case failed(ProviderError)
    }

    private let store: AccountStore
    /// Runs that were cut short, to go on with.
    private var runs: [JobKey: EventRun] = [:]

    init(_ store: AccountStore) { self.store = store }

    /// Reads the new events of the jobs that are under way.
    ///
    /// - Parameter others: finished jobs whose runs are kept, too: they are being harvested.
    func readNews(_ poll: Poll, keeping others: [JobKey]) throws {
        let unfinished = try store.unfinishedJobs()
        let wanted = Set(unfinished.map(\.key) + others)
        runs = runs.filter { wanted.contains($0.key) }
        for job in unfinished.prefix(Self.jobsAPoll) {
            for _ in 0..<Self.pagesAPoll {
                guard try readPage(of: job, poll) == .more else { break }
            }
        }
    }

    /// The job has ended: a run that began before the end has not seen the last events.
    func restart(_ key: JobKey) { runs[key] = nil }

    /// Reads one page of a job's events and stores it.
    ///
    /// - Parameter harvesting: what need not be fetched any more once the run has joined.
    func readPage(of job: WatchedJob, _ poll: Poll, harvesting: Harvest = []) throws -> PageResult {
        let key = job.key
        var run = runs[key] ?? EventRun(mark: job.eventMark)
        let cursor = run.cursor
        let page: Page<JobEvent>
        do throws(ProviderError) {
            page = try poll.ask { server throws(ProviderError) in
                try server.events(of: key.job, after: cursor, limit: Self.pageSize)
            }
        } catch {
            runs[key] = nil
            return try result(of: error, poll, isFirstPage: cursor == nil, isHarvest: !harvesting.isEmpty)
        }
        switch run.received(page) {
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

    /// What an error means for this job's events; throws when it is not about this job alone.
    private func result(
        of error: ProviderError, _ poll: Poll, isFirstPage: Bool, isHarvest: Bool
    ) throws(ProviderError) -> PageResult {
        switch JobErrorMeaning(error.kind) {
        // Behind a cursor it may mean that the server no longer knows the event: the run starts again.
        case .absent: return isFirstPage ? .absent : .failed(error)
        case .unreadable:
            if !isHarvest { poll.note(unreadable: error.description) }
            return .failed(error)
        case .setback:
            if !isHarvest { try poll.note(setback: error) }
            return .failed(error)
        case .general: throw error
        }
    }
}
