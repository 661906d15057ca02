import FineTuning
import JobStorage
import Services

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
    private var postponements = Postponements()

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
    func harvestEnded(_ poll: Poll) throws {
        var requests = 0
        while let key = justEnded.first, requests < Self.requestsForEnded {
            guard let job = try store.job(key), !job.missing.isEmpty, !postponements.contains(key, at: .now) else {
                // What was postponed is harvested as history is: newest first, one request a poll.
                justEnded.removeFirst()
                continue
            }
            try harvestPart(of: job, poll)
            requests += 1
        }
    }

    /// Fetches one part of the newest finished job that was never harvested.
    func harvestHistory(_ poll: Poll) throws {
        let waiting = postponements.count(at: .now)
        let next = try store.unharvestedJobs(createdSince: UnixTime.now() - history, limit: waiting + 1)
            .first { !postponements.contains($0.key, at: .now) }
        harvesting = next?.key
        if let next { try harvestPart(of: next, poll) }
    }

    /// One request for the next part that is missing.
    ///
    /// What the API does not have is not asked for again; what could not be read this time is, later and later.
    private func harvestPart(of job: WatchedJob, _ poll: Poll) throws {
        let part = job.missing.next(of: job.job)
        var findings = JobFindings(key: job.key, harvested: part.harvest)
        do {
            switch part {
            case .events:
                switch try events.readPage(of: job, poll, harvesting: .events) {
                case .more: return
                case .joined: return postponements.forget(job.key)
                case .absent: break
                case .failed(let error): throw error
                }
            case .checkpoints:
                findings.checkpoints = try poll.ask { server throws(ProviderError) in
                    try server.checkpoints(of: job.job.id, after: nil, limit: 100)
                }.items
            case .results(let file):
                let points = try poll.ask(within: Self.resultsTimeout) { server throws(ProviderError) in
                    try server.results(file, largest: Self.largestResults, timeout: Self.resultsTimeout)
                }
                guard let points else { return postpone(job.key, "no table of steps") }
                findings.metrics = points
            case .absent: break
            }
        } catch let error as ProviderError {
            switch JobErrorMeaning(error.kind) {
            case .absent:
                log.info("could not harvest", ["job": job.job.id.rawValue, "cause": error.description])
            case .unreadable, .setback: return postpone(job.key, error.description)
            case .general: throw error
            }
        }
        try store.keep(findings)
        postponements.forget(job.key)
    }

    private func postpone(_ key: JobKey, _ cause: String) {
        let wait = postponements.postpone(key, at: .now)
        log.info(
            "harvest postponed",
            ["job": key.job.rawValue, "for": "\(wait.components.seconds)s", "cause": cause])
    }
}
