import FineTuning
import JobStorage
import OpenAIAPI
import Settings

extension AccountPoller {
    /// How many requests one poll spends on the jobs that ended before our eyes.
    private static let requestsForEnded = 100

    /// Fetches, once, what the jobs that have just ended left behind: last events, checkpoints, results.
    func harvestEnded(_ client: OpenAIClient) throws {
        var requests = 0
        while let key = justEnded.first, requests < Self.requestsForEnded {
            guard let stored = try context.store.use({ try $0.reader.job(key) }), !stored.missing.isEmpty else {
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
        let next = try context.store.use {
            try $0.reader.unharvestedJobs(of: account.name, createdSince: since, limit: 1).first
        }
        harvesting = next?.key
        if let next { try harvestPart(of: next, client) }
    }

    /// One request for the next part that is missing; what the API does not have is not asked for again.
    private func harvestPart(of stored: StoredJob, _ client: OpenAIClient) throws {
        var details = JobDetails(key: stored.key)
        do throws(APIError) {
            if stored.missing.contains(.events) {
                details.harvested = .events
            } else if stored.missing.contains(.checkpoints) {
                expectRequest()
                details.checkpoints = try client.checkpoints(of: stored.job.id).items
                details.harvested = .checkpoints
            } else if let file = stored.job.resultFiles.first {
                expectRequest()
                details.metrics = ResultsFile.points(try client.fileContent(file)) ?? []
                details.harvested = .results
            } else {
                details.harvested = stored.missing
            }
        } catch {
            guard PollFailure.api(error).concernsOneJob else { throw error }
            details.harvested = stored.missing.contains(.checkpoints) ? .checkpoints : .results
            context.log.info(
                "could not harvest", ["job": stored.job.id.rawValue, "cause": error.description])
        }
        guard details.harvested == .events else {
            return try keep(details)
        }
        if try readEventPage(of: stored, client, harvesting: .events) == .unavailable {
            try keep(details)
        }
    }
}
