import FineTuning
import JobStorage
import OpenAIAPI
import Services
import Settings

extension AccountPoller {
    /// How many requests one poll spends on the jobs that ended before our eyes.
    private static let requestsForEnded = 100
    /// The longest that a results file may take; it is a table of a few numbers a step.
    private static let resultsTimeout: Duration = .seconds(120)
    /// More bytes than this are no table of steps.
    private static let largestResults = 32 << 20

    /// Fetches, once, what the jobs that have just ended left behind: last events, checkpoints, results.
    func harvestEnded(_ client: OpenAIClient) throws {
        var requests = 0
        while let key = justEnded.first, requests < Self.requestsForEnded {
            let stored = try context.store.use { try $0.reader.job(key) }
            guard let stored, !stored.missing.isEmpty, !isPostponed(key) else {
                // What was postponed is harvested as history is: newest first, one request a poll.
                justEnded.removeFirst()
                continue
            }
            try harvestPart(of: stored, client)
            requests += 1
        }
    }

    /// Fetches one part of the newest finished job that was never harvested: history, one request a poll.
    func harvestHistory(_ client: OpenAIClient) throws {
        let since = UnixTime.now() - context.settings.poll.history
        let waiting = postponed.keys.filter { isPostponed($0) }.count
        let next = try context.store.use { store in
            try store.reader.unharvestedJobs(of: account.name, createdSince: since, limit: waiting + 1)
        }.first { !isPostponed($0.key) }
        harvesting = next?.key
        if let next { try harvestPart(of: next, client) }
    }

    /// One request for the next part that is missing.
    ///
    /// What the API does not have is not asked for again; what could not be read this time is, later and later.
    private func harvestPart(of stored: StoredJob, _ client: OpenAIClient) throws {
        let part = stored.missing.next(of: stored.job)
        var details = JobDetails(key: stored.key, harvested: part)
        do {
            switch part {
            case .events:
                switch try readEventPage(of: stored, client, harvesting: part) {
                case .more: return
                case .joined: return postponed[stored.key] = nil
                case .absent: break
                case .failed(let error): throw error
                }
            case .checkpoints:
                expectRequest()
                details.checkpoints = try client.checkpoints(of: stored.job.id).items
            case .results:
                guard let file = stored.job.resultFiles.first else { break }
                pulse.expect(within: Self.resultsTimeout)
                let bytes = try client.fileContent(file, largest: Self.largestResults, timeout: Self.resultsTimeout)
                guard let points = ResultsFile.points(bytes) else { return postpone(stored.key, "no table of steps") }
                details.metrics = points
            case _: break
            }
        } catch let error as APIError {
            switch JobTrouble(error.kind) {
            case .absent:
                context.log.info(
                    "could not harvest", ["job": stored.job.id.rawValue, "cause": error.description])
            case .unreadable, .setback: return postpone(stored.key, error.description)
            case .general: throw error
            }
        }
        try keep(details)
        postponed[stored.key] = nil
    }

    private func isPostponed(_ key: JobKey) -> Bool {
        postponed[key].map { SuspendingClock.now < $0.until } ?? false
    }

    private func postpone(_ key: JobKey, _ cause: String) {
        let failures = (postponed[key]?.failures ?? 0) + 1
        let wait = Postponement.wait(failures)
        postponed[key] = Postponement(failures: failures, until: .now + wait)
        context.log.info(
            "harvest postponed",
            ["job": key.job.rawValue, "for": "\(wait.components.seconds)s", "cause": cause])
    }
}

/// A harvest that failed: it is tried again, later each time.
struct Postponement {
    /// In a row.
    var failures: Int
    /// Not before this.
    var until: SuspendingClock.Instant

    /// Two minutes, then twice as long each time, a day at the most.
    static func wait(_ failures: Int) -> Duration {
        Backoff.wait(failures: failures, interval: .seconds(60), cap: .seconds(86_400), jitter: 1)
    }
}

extension Harvest {
    /// The part that is fetched next, of those that are missing.
    fileprivate func next(of job: Job) -> Harvest {
        if contains(.events) { return .events }
        if contains(.checkpoints) { return .checkpoints }
        return contains(.results) && !job.resultFiles.isEmpty ? .results : self
    }
}
