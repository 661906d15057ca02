/// What one look at one job means, compared with what the store knew.
///
/// Decided by ``judge(known:seen:lastCompleteListing:confirmed:)``, a pure function: the daemon persists what it says and only then
/// announces it.
package enum Sighting: Hashable, Sendable {
    /// Nothing differs from what is stored.
    case unchanged
    /// Never seen before.
    case appeared(Appearance)
    /// Some field differs, the status does not.
    case updated
    /// The status changed: one transition.
    case moved(from: JobStatus)
    /// A finished job shows another status: to be confirmed by fetching it by its id.
    case doubtful(was: JobStatus)
    /// Fetched by id, a finished job still shows another status: recorded and logged, and one transition.
    case reopened(from: JobStatus)

    /// Whether it makes a ``Transition``.
    package var isTransition: Bool {
        switch self {
        case .moved, .reopened, .appeared(.news): true
        case .unchanged, .updated, .doubtful, .appeared(.unfinished), .appeared(.history): false
        }
    }

    /// How a job first came into view.
    package enum Appearance: Hashable, Sendable {
        /// It can still change; seeing it is no news.
        case unfinished
        /// It ended before we watched: recorded, never announced.
        case history
        /// It ended while nobody looked, after the last complete listing: announced once.
        case news
    }

    /// How far before the last complete listing a job may have ended and still be news.
    ///
    /// The API's clock and its listing need not agree to the second.
    package static let newsMargin: Duration = .seconds(600)

    /// Compares a job with what the store knew of it.
    ///
    /// - Parameters:
    ///   - known: the stored job, nil at first sight.
    ///   - seen: the job as the API shows it now.
    ///   - lastCompleteListing: the server's `Date` of the account's last complete listing before this look; nil when
    ///     there was none, or the account's URL, key, organization or project changed since.
    ///   - confirmed: whether the job was fetched by its id rather than found in a listing.
    package static func judge(
        known: Job?, seen: Job, lastCompleteListing: UnixTime?, confirmed: Bool
    ) -> Sighting {
        guard let known else {
            return .appeared(appearance(of: seen, lastCompleteListing: lastCompleteListing))
        }
        if known.status == seen.status { return known == seen ? .unchanged : .updated }
        guard known.status.isTerminal else { return .moved(from: known.status) }
        // Another word for the same end is no change.
        if known.status.meaning == seen.status.meaning { return .updated }
        return confirmed ? .reopened(from: known.status) : .doubtful(was: known.status)
    }

    private static func appearance(of job: Job, lastCompleteListing: UnixTime?) -> Appearance {
        guard let ended = job.endedAt else { return .unfinished }
        guard let lastCompleteListing, ended > lastCompleteListing - newsMargin else { return .history }
        return .news
    }
}
