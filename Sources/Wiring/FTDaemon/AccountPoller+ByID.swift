import FineTuning
import JobStorage
import OpenAIAPI
import Services
import Settings

extension AccountPoller {
    /// How many jobs one poll fetches by their ids at the most.
    private static let fetchesAPoll = 100

    /// Fetches the unfinished jobs that no page showed.
    func lookAtUnlisted(_ client: OpenAIClient, shown: Set<JobID>) throws {
        let unfinished = try context.store.use { try $0.reader.unfinishedJobs(of: account.name) }
        let unlisted = unfinished.map(\.job.id).filter { !shown.contains($0) }
        // Where there are more than one poll fetches, each has its turn.
        let start = lastFetched.flatMap { unlisted.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        let turns = (unlisted[start...] + unlisted[..<start]).prefix(Self.fetchesAPoll)
        for id in turns {
            lastFetched = id
            try fetch(id, client, isListed: false)
        }
    }

    /// Fetches finished jobs that a listing showed unfinished, before anybody believes it.
    func confirm(_ jobs: [JobID], _ client: OpenAIClient) throws {
        for id in jobs.prefix(Self.fetchesAPoll) { try fetch(id, client, isListed: true) }
    }

    /// - Parameter isListed: whether a page has just shown the job: then a 404 does not make it gone.
    private func fetch(_ id: JobID, _ client: OpenAIClient, isListed: Bool) throws {
        let key = JobKey(account: account.name, job: id)
        let job: Job
        do throws(APIError) {
            expectRequest()
            job = try client.job(id)
        } catch {
            // One job that cannot be read must not stop the others.
            switch JobTrouble(error.kind) {
            case .absent where error.kind == .notFound:
                if !isListed { try missed(key) }
            case .absent, .unreadable: unreadable = error.description
            case .setback: try note(setback: error)
            case .general: throw error
            }
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
