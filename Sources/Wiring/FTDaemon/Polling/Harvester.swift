import FineTuning
import JobStorage
import Services
import Text

/// Fetches, once, what ended jobs left behind: last events, checkpoints, results.
///
/// Jobs that were seen to end are harvested at once, those of earlier days newest first, one request a poll.
final class Harvester {
    /// How many requests one poll spends on the jobs that were seen to end.
    private static let requestsForEnded = 100
    /// The longest that a results file may take; it is a table of a few numbers a step.
    private static let resultsTimeout: Duration = .seconds(120)
    /// More bytes than this are no table of steps.
    private static let largestResults = 32 << 20

    private let store: AccountStore
    private let events: EventReader
    private let history: Duration
    private let log: JournalLog
    /// Jobs that were seen to end.
    private var justEnded: [JobKey] = []
    /// The finished job of earlier days that is being harvested.
    private var harvesting: JobKey?
    private var postponements = Postponements<PartKey>()
    /// Whether the jobs whose harvest a death cut short were looked up.
    private var hasResumed = false
    private var limit = PageLimit()

    /// One part of one job: events that cannot be read hold no results back.
    private struct PartKey: Hashable {
        let job: JobKey
        let part: Harvest
    }

    /// - Parameter history: how far back jobs that were first seen finished are looked into.
    init(_ store: AccountStore, events: EventReader, history: Duration, log: JournalLog) {
        self.store = store
        self.events = events
        self.history = history
        self.log = log
    }

    /// The jobs whose harvest is under way.
    var underWay: [JobKey] { justEnded + [harvesting].compactMap(\.self) }

    /// Takes a job that was seen to end.
    func add(_ key: JobKey) { justEnded.append(key) }

    /// Harvests the jobs that were seen to end.
    ///
    /// They stay with us until everything is there, however long ago they were made, also after a restart.
    func harvestEnded(_ poll: Poll) throws {
        if !hasResumed {
            justEnded += try store.unharvestedEnds()
            hasResumed = true
        }
        var requests = 0
        justEnded = try justEnded.filter { key in
            while requests < Self.requestsForEnded, poll.readsDetails {
                guard let job = try store.job(key), !job.missing.isEmpty, job.goneAt == nil else { return false }
                guard let part = nextPart(of: job) else { return true }
                try harvest(part, of: job, poll)
                requests += 1
            }
            return true
        }
    }

    /// Fetches one part of the newest finished job that was never harvested.
    func harvestHistory(_ poll: Poll) throws {
        let waiting = postponements.count(at: .now)
        let next = try store.unharvestedJobs(createdSince: UnixTime.now() - history, limit: waiting + 1)
            .first { nextPart(of: $0) != nil }
        harvesting = next?.key
        guard poll.readsDetails, let next, let part = nextPart(of: next) else { return }
        try harvest(part, of: next, poll)
    }

    /// The next part that is missing and need not wait; nil when there is none.
    private func nextPart(of job: WatchedJob) -> Harvest.Part? {
        let waiting = [Harvest.events, .checkpoints, .results].filter {
            postponements.contains(PartKey(job: job.key, part: $0), at: .now)
        }
        let open = waiting.reduce(job.missing) { $0.subtracting($1) }
        return open.isEmpty ? nil : open.next(of: job.job)
    }

    /// One request for a part that is missing.
    ///
    /// What the API does not have is not asked for again; what could not be read this time is, later and later.
    private func harvest(_ part: Harvest.Part, of job: WatchedJob, _ poll: Poll) throws {
        let key = PartKey(job: job.key, part: part.harvest)
        var findings = JobFindings(key: job.key, harvested: part.harvest)
        do {
            switch part {
            case .events:
                switch try events.readPage(of: job, poll, harvesting: .events) {
                case .more: return
                case .joined: return postponements.forget(key)
                case .restarted(let error): return postpone(key, error.description)
                case .absent: log.info("could not harvest", ["job": job.job.id.rawValue, "cause": "it has no events"])
                case .failed(let error): throw error
                }
            case .checkpoints:
                findings.checkpoints = try poll.page(&limit) { server, limit throws(ProviderError) in
                    try server.checkpoints(of: job.job.id, after: nil, limit: limit)
                }.items
            case .results(let file):
                let points = try poll.ask(within: Self.resultsTimeout) { server throws(ProviderError) in
                    try server.results(file, largest: Self.largestResults, timeout: Self.resultsTimeout)
                }
                guard let points else { return postpone(key, "no table of steps") }
                findings.metrics = points
            case .absent: break
            }
        } catch let error as ProviderError {
            if Harvest.isAbsent(part, after: error, of: job.job, at: .now()) {
                log.info("could not harvest", ["job": job.job.id.rawValue, "cause": error.description])
            } else if JobErrorMeaning(error) == .general {
                return try poll.stopDetails(error)
            } else {
                return postpone(key, error.description)
            }
        }
        try store.keep(findings)
        postponements.forget(key)
    }

    private func postpone(_ key: PartKey, _ cause: String) {
        let (wait, isFirst) = postponements.postpone(key, at: .now)
        guard isFirst else { return }
        log.info(
            "harvest postponed",
            ["job": key.job.job.rawValue, "for": "\(wait.components.seconds)s", "cause": cause])
    }
}
