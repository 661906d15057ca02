import FineTuning
import JobStorage
import OpenAIAPI
import Settings

extension AccountPoller {
    /// How many jobs one poll fetches by their ids at the most.
    private static let fetchesAPoll = 100

    /// Fetches the unfinished jobs that no page showed.
    func lookAtUnlisted(_ client: OpenAIClient, shown: Set<JobID>) throws {
        let unfinished = try context.store.use { try $0.reader.unfinishedJobs(of: account.name) }
        for stored in unfinished.filter({ !shown.contains($0.job.id) }).prefix(Self.fetchesAPoll) {
            try fetch(stored.job.id, client)
        }
    }

    /// Fetches finished jobs that a listing showed unfinished, before anybody believes it.
    func confirm(_ jobs: [JobID], _ client: OpenAIClient) throws {
        for job in jobs { try fetch(job, client) }
    }

    private func fetch(_ id: JobID, _ client: OpenAIClient) throws {
        let key = JobKey(account: account.name, job: id)
        let job: Job
        do throws(APIError) {
            expectRequest()
            job = try client.job(id)
        } catch {
            // One job that cannot be read must not stop the others.
            guard PollFailure.api(error).concernsOneJob else { throw error }
            if error.kind == .notFound { try missed(key) } else { unreadable = error.description }
            return
        }
        Failpoint.visit(.pollAfterResponse)
        try context.store.use { store in
            let known = try store.reader.job(key)
            if known?.misses.isEmpty == false { try store.forgetMisses(of: key) }
            let sighting = Sighting.judge(
                known: known?.job, seen: job, lastCompleteListing: row.lastCompleteListing, confirmed: true)
            var changes = StoreChanges(account: account.name, seenAt: .now())
            try add(sighting, of: job, to: &changes, store)
            try commit(changes, store)
        }
    }

    private func missed(_ key: JobKey) throws {
        let now = UnixTime.now()
        try context.store.use { store in
            guard let known = try store.reader.job(key) else { return }
            let verdict = GoneRule.missed(earlier: known.misses, lastGoodListing: lastGoodListing, at: now)
            try store.note(verdict, of: key, at: now)
            if verdict == .gone {
                context.log.warning(
                    "job gone",
                    ["job": key.job.rawValue, "account": key.account.rawValue, "was": known.job.status.word])
            }
        }
    }
}
