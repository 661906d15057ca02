import FineTuning
import JobStorage
import OpenAIAPI
import Settings

extension AccountPoller {
    /// How many unfinished jobs' events one poll reads, the newest jobs first.
    private static let jobsAPoll = 50
    /// How many pages of events one poll reads of a job; the run goes on in the next.
    private static let pagesAPoll = 20

    /// Reads the new events of the jobs that are under way.
    func readEvents(_ client: OpenAIClient) throws {
        let unfinished = try context.store.use { try $0.reader.unfinishedJobs(of: account.name) }
        let wanted = Set(unfinished.map(\.key) + justEnded + [harvesting].compactMap(\.self))
        eventWalks = eventWalks.filter { wanted.contains($0.key) }
        for stored in unfinished.prefix(Self.jobsAPoll) {
            for _ in 0..<Self.pagesAPoll where try readEventPage(of: stored, client) == .more { continue }
        }
    }

    /// What one request for events came to.
    enum EventPage {
        /// The run has not joined its mark yet.
        case more
        /// Everything up to the newest event is stored.
        case joined
        /// The API does not have the job, or its answer cannot be read.
        case unavailable
    }

    /// Reads one page of a job's events and stores it.
    func readEventPage(of stored: StoredJob, _ client: OpenAIClient, harvesting: Harvest = []) throws -> EventPage {
        let key = stored.key
        var walk = eventWalks[key] ?? EventWalk(mark: stored.eventMark)
        let page: Page<JobEvent>
        do throws(APIError) {
            expectRequest()
            page = try client.events(of: key.job, after: walk.cursor, limit: 100)
        } catch {
            eventWalks[key] = nil
            guard PollFailure.api(error).concernsOneJob else { throw error }
            return .unavailable
        }
        let step = walk.received(
            page.items.map(\.id), skipped: page.skipped, last: page.lastID.map { JobEventID($0) }, asked: page.asked,
            hasMore: page.hasMore)
        var details = JobDetails(key: key, events: page.items)
        switch step {
        case .page: eventWalks[key] = walk
        case .joined(let newest):
            eventWalks[key] = nil
            details.eventMark = newest
            details.harvested = harvesting
        }
        let isNews = details.eventMark != stored.eventMark || !page.items.isEmpty || !harvesting.isEmpty
        if isNews { try context.store.use { _ = try $0.add(details) } }
        return if case .page = step { .more } else { .joined }
    }
}
