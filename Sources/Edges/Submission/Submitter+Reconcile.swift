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
            let findings = try look(for: record, files, since: since)
            let now = dependencies.now()
            if findings.marked.isEmpty, findings.certain == nil, now < since {
                // The clock was set back: the looks begin anew, or they would last until it is as late again.
                since = now - waited
                try persist(&record, .creating(files, since: since))
            }
            let elapsed = max(now - since, waited)
            switch Reconciliation.judge(findings, elapsed: elapsed) {
            case .adopt(let job):
                try persist(&record, .created(job))
                return .created(job)
            case .several(let jobs):
                if let oldest = jobs.first { try persist(&record, .created(oldest)) }
                return .several(jobs)
            case .giveUp:
                try persist(&record, .unknown(files, since: since))
                return findings.similar.isEmpty ? .unknown : .undecided(findings.similar, again: nil)
            case .lookAgain(let wait):
                guard waited + wait <= patience, dependencies.pause(wait) else {
                    guard findings.similar.isEmpty else { return .undecided(findings.similar, again: wait) }
                    return .unfinished(
                        reason: "the answer to the create call was lost; the job is being looked for",
                        kind: .unreachable, again: wait)
                }
                waited += wait
            }
        }
    }

    /// One look for a submission that was given up before.
    func findUnknown(
        _ record: inout SubmissionRecord, _ files: SubmissionStep.Files, since: UnixTime
    ) throws(SubmissionError) -> SubmissionResult {
        let findings = try look(for: record, files, since: since)
        guard let oldest = findings.marked.first ?? findings.certain else {
            return findings.similar.isEmpty ? .unknown : .undecided(findings.similar, again: nil)
        }
        try persist(&record, .created(oldest))
        return findings.marked.count > 1 ? .several(findings.marked) : .created(oldest)
    }

    /// Compares the server's jobs with the submission.
    ///
    /// Asked with the filter and without: a server may not know the filter, refuse it, or index the pair later than the
    /// job.
    private func look(
        for record: SubmissionRecord, _ files: SubmissionStep.Files, since: UnixTime
    ) throws(SubmissionError) -> Reconciliation.Findings {
        let mark = MetadataPair(key: SubmissionPlan.metadataKey, value: record.id.rawValue)
        do throws(ProviderError) {
            var listing = try JobsSince(since, provider: provider, now: dependencies.now)
            try listing.add(filtered(by: mark, limit: listing.limit.current))
            let claim = Reconciliation.Claim(
                submission: record.id, plan: record.plan, files: files, uploads: Set(record.uploads.map(\.file)),
                began: listing.began)
            return claim.findings(among: listing.jobs, isWhole: listing.isWhole) { isAnothers($0, than: record) }
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

    /// Whether another submission made a job; what nobody can tell counts as made by another.
    private func isAnothers(_ job: JobID, than record: SubmissionRecord) -> Bool {
        guard let (others, unreadable) = try? spool.records(), unreadable.isEmpty else { return true }
        return others.contains { $0.id != record.id && $0.step == .created(job) }
            || dependencies.isMadeByAnother(record.plan.account, job)
    }
}
