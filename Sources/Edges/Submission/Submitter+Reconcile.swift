import FineTuning
import Spool

extension Submitter {
    /// Looks for the job of a create call whose answer was lost, at once and then by ``Reconciliation/looks``.
    func reconcile(
        _ record: inout SubmissionRecord, _ files: SubmissionStep.Files, since: UnixTime, patience: Duration
    ) throws(SubmissionError) -> SubmissionResult {
        var waited: Duration = .zero
        var since = since
        while true {
            let found = try look(for: record.id)
            let now = dependencies.now()
            if found.isEmpty, now < since {
                // The clock was set back: the looks begin anew, or they would last until it is as late again.
                since = now - waited
                try persist(&record, .creating(files, since: since))
            }
            let elapsed = max(now - since, waited)
            switch Reconciliation.judge(found: found, elapsed: elapsed) {
            case .adopt(let job):
                try persist(&record, .created(job))
                return .created(job)
            case .several(let jobs):
                if let oldest = jobs.first { try persist(&record, .created(oldest)) }
                return .several(jobs)
            case .giveUp:
                try persist(&record, .unknown(files, since: since))
                return .unknown
            case .lookAgain(let wait):
                guard waited + wait <= patience, dependencies.pause(wait) else {
                    return .unfinished(
                        reason: "the answer to the create call was lost; the job is being looked for",
                        kind: .unreachable, again: wait)
                }
                waited += wait
            }
        }
    }

    /// One look for a submission that was given up before.
    func findUnknown(_ record: inout SubmissionRecord) throws(SubmissionError) -> SubmissionResult {
        let found = try look(for: record.id)
        guard let oldest = found.first else { return .unknown }
        try persist(&record, .created(oldest))
        return found.count > 1 ? .several(found) : .created(oldest)
    }

    /// The jobs that carry the submission's id, oldest first.
    ///
    /// Asked with the filter and without: a server may not know the filter, refuse it, or index the pair later than the
    /// job.
    private func look(for id: SubmissionID) throws(SubmissionError) -> [JobID] {
        let pair = MetadataPair(key: SubmissionPlan.metadataKey, value: id.rawValue)
        do throws(ProviderError) {
            var limit = PageLimit()
            var found = try limit.page { asked throws(ProviderError) in
                try provider.listJobs(after: nil, limit: asked, metadata: [])
            }.items
            found += try filtered(by: pair, limit: limit.current)
            var seen: Set<JobID> = []
            return found.filter { $0.metadata.contains(pair) && seen.insert($0.id).inserted }
                .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }.map(\.id)
        } catch {
            throw .provider(error)
        }
    }

    private func filtered(by pair: MetadataPair, limit: Int) throws(ProviderError) -> [Job] {
        do throws(ProviderError) {
            return try provider.listJobs(after: nil, limit: limit, metadata: [pair]).items
        } catch {
            guard error.kind == .invalidRequest else { throw error }
            return []
        }
    }
}
