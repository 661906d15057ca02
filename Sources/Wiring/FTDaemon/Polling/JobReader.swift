import FineTuning
import JobStorage
import Text

/// Fetches single jobs by their ids: those that no page shows, and those whose status is to be confirmed.
final class JobReader {
    /// How many jobs one poll fetches at the most.
    private static let fetchesAPoll = 100

    /// How far back jobs are looked for that were submitted here and that no listing has shown.
    private static let submissionsBack: Duration = .seconds(30 * 86_400)
    /// How long a listing may need to show a job that was just made.
    private static let submissionsPause: Duration = .seconds(60)

    private let store: AccountStore
    private let events: EventReader
    /// The unlisted job that was fetched last: the next poll goes on behind it.
    private var lastFetched: JobID?

    init(_ store: AccountStore, events: EventReader) {
        self.store = store
        self.events = events
    }

    /// Fetches the unfinished jobs that no page showed, and those that were submitted here and never shown.
    ///
    /// - Parameter lastGoodListing: a job is gone only when the account could be listed between its misses.
    func readUnlisted(_ poll: Poll, shown: Set<JobID>, lastGoodListing: UnixTime?) throws {
        let unlisted = try store.unfinishedJobs().map(\.job.id).filter { !shown.contains($0) }
        // Where there are more than one poll fetches, each has its turn.
        let start = lastFetched.flatMap { unlisted.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        for id in (unlisted[start...] + unlisted[..<start]).prefix(Self.fetchesAPoll) {
            lastFetched = id
            try fetch(id, poll) { try self.store.missed(id, lastGoodListing: lastGoodListing) }
        }
        let now = UnixTime.now()
        let submitted = try store.unlistedSubmissions(
            since: now - Self.submissionsBack, until: now - Self.submissionsPause)
        for id in submitted where !shown.contains(id) {
            try fetch(id, poll) { try self.store.missed(id, lastGoodListing: lastGoodListing) }
        }
    }

    /// Fetches finished jobs that a listing showed unfinished, to confirm it.
    ///
    /// A 404 does not make such a job gone: a page has just shown it.
    func confirm(_ jobs: [JobID], _ poll: Poll) throws {
        for id in jobs.prefix(Self.fetchesAPoll) { try fetch(id, poll) {} }
    }

    private func fetch(_ id: JobID, _ poll: Poll, notFound: () throws -> Void) throws {
        let job: Job
        do throws(ProviderError) {
            job = try poll.ask { server throws(ProviderError) in try server.job(id) }
        } catch {
            // One job that cannot be read must not stop the others.
            switch JobErrorMeaning(error) {
            case .absent: try notFound()
            case .unreadable: poll.note(unreadable: error.description)
            case .setback: try poll.note(setback: error)
            case .general: throw error
            }
            return
        }
        Failpoint.visit(.pollAfterResponse)
        try events.readReasons(of: [job], poll)
        try store.look(at: .job(job), since: poll.account.lastCompleteListing) { look in (look.job(job), ()) }
    }
}
