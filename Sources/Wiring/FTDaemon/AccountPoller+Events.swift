import FineTuning
import JobStorage
import Settings

extension AccountPoller {
    /// How many unfinished jobs' events one poll reads, the newest jobs first.
    private static let jobsAPoll = 50
    /// How many pages of events one poll reads of a job; the run goes on in the next.
    private static let pagesAPoll = 20

    /// Reads the new events of the jobs that are under way.
    func readEvents(_ client: any Provider) throws {
        let unfinished = try context.store.use { try $0.reader.unfinishedJobs(of: account.name) }
        let wanted = Set(unfinished.map(\.key) + justEnded + [harvesting].compactMap(\.self))
        eventRuns = eventRuns.filter { wanted.contains($0.key) }
        for stored in unfinished.prefix(Self.jobsAPoll) {
            for _ in 0..<Self.pagesAPoll {
                guard try readEventPage(of: stored, client) == .more else { break }
            }
        }
    }

    /// What one request for events came to.
    enum EventPage: Equatable {
        /// The run has not joined its mark yet.
        case more
        /// Everything up to the newest event is stored.
        case joined
        /// The API does not have them.
        case absent
        /// They could not be read this time.
        case failed(ProviderError)
    }

    /// Reads one page of a job's events and stores it.
    func readEventPage(of stored: StoredJob, _ client: any Provider, harvesting: Harvest = []) throws -> EventPage {
        let key = stored.key
        var run = eventRuns[key] ?? EventRun(mark: stored.eventMark)
        let page: Page<JobEvent>
        do throws(ProviderError) {
            expectRequest()
            page = try client.events(of: key.job, after: run.walk.cursor, limit: 100)
        } catch {
            let isFirstPage = run.walk.cursor == nil
            eventRuns[key] = nil
            return try trouble(error, isFirstPage: isFirstPage, isHarvest: !harvesting.isEmpty)
        }
        let step = run.walk.received(
            page.items.map(\.id), skipped: page.skipped, last: page.lastID.map { JobEventID($0) }, asked: page.asked,
            hasMore: page.hasMore)
        // Behind the mark everything is stored already.
        run.events += page.items.prefix { $0.id != run.walk.mark }
        var details = JobDetails(key: key, events: run.events)
        switch step {
        case .page:
            guard run.events.count >= EventRun.mostKept else {
                eventRuns[key] = run
                return .more
            }
            run.events = []
            eventRuns[key] = run
        case .joined(let newest):
            eventRuns[key] = nil
            details.eventMark = newest
            details.harvested = harvesting
        }
        let isNews = details.eventMark != stored.eventMark || !details.events.isEmpty || !harvesting.isEmpty
        if isNews { try keep(details) }
        return if case .page = step { .more } else { .joined }
    }

    /// Writes down what was read about one job.
    func keep(_ details: JobDetails) throws {
        Failpoint.visit(.detailsBeforeCommit)
        try context.store.use { _ = try $0.add(details) }
        Failpoint.visit(.detailsAfterCommit)
    }

    /// What an error means for this job's events; throws when it is not about this job alone.
    private func trouble(_ error: ProviderError, isFirstPage: Bool, isHarvest: Bool) throws(ProviderError) -> EventPage
    {
        switch JobTrouble(error.kind) {
        // Behind a cursor it may mean that the server no longer knows the event: the run starts again.
        case .absent: return isFirstPage ? .absent : .failed(error)
        case .unreadable:
            if !isHarvest { unreadable = error.description }
            return .failed(error)
        case .setback:
            if !isHarvest { try note(setback: error) }
            return .failed(error)
        case .general: throw error
        }
    }
}

/// A run through a job's events that has not joined its mark yet.
///
/// Its events are kept until it has, so that they are stored in the server's order: many share one second, and only
/// that order tells which came first.
struct EventRun {
    /// More than this are stored early, which costs their order and not a single event.
    static let mostKept = 20_000

    var walk: EventWalk
    /// Newest first, as the server sends them.
    var events: [JobEvent] = []

    init(mark: JobEventID?) { walk = EventWalk(mark: mark) }
}
