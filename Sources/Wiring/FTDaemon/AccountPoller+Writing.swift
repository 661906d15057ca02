import FineTuning
import JobStorage
import Services
import Settings

extension AccountPoller {
    /// Adds to a transaction what a sighting means: the job's row, its history, and one outbox row per interested hook.
    func add(_ sighting: Sighting, of job: Job, to changes: inout StoreChanges, _ store: JobStore) throws {
        guard sighting != .unchanged else { return }
        changes.jobs.append(job)
        let id = DaemonContext.newNoticeID()
        guard let transition = Transition(sighting, of: job, account: account.name, id: id, at: changes.seenAt) else {
            return
        }
        changes.transitions.append(transition)
        guard let type = transition.noticeType else { return }
        let news = Notice.JobNews(
            account: account.name, job: job, previous: transition.from,
            lastMetric: try store.reader.lastMetric(of: transition.key))
        try tell(type, .job(news), id: id, in: &changes, store)
    }

    /// Adds a notice's outbox rows to a transaction.
    func tell(
        _ type: NoticeType, _ subject: Notice.Subject, id: NoticeID, in changes: inout StoreChanges, _ store: JobStore
    ) throws {
        let last = changes.deliveries.map(\.sequence).max()
        let sequence = try last.map { $0 + 1 } ?? store.nextSequence()
        changes.deliveries += context.hooks.deliveries(
            of: Notice(id: id, type: type, createdAt: changes.seenAt, sequence: sequence, subject: subject))
    }

    /// Writes a transaction, and only then lets anybody know.
    func commit(_ changes: StoreChanges, _ store: JobStore) throws {
        Failpoint.visit(.storeBeforeCommit)
        let applied = try store.apply(changes)
        guard applied.wrote else { return }
        Failpoint.visit(.storeAfterCommit)
        for transition in applied.transitions {
            log(transition, changes.jobs.first { $0.id == transition.key.job })
            guard transition.to.isTerminal else { continue }
            // A run that began before the end has not seen the last events.
            eventRuns[transition.key] = nil
            justEnded.append(transition.key)
        }
        context.delivered(applied.deliveries)
    }

    private func log(_ transition: Transition, _ job: Job?) {
        let message: StaticString
        switch transition.cause {
        case .moved: message = "job changed"
        case .appeared: message = "job finished unseen"
        case .reopened: message = "job reopened"
        }
        context.log.log(
            transition.cause == .reopened ? .warning : .info, message,
            [
                "job": transition.key.job.rawValue, "account": transition.key.account.rawValue,
                "from": transition.from?.word, "to": transition.to.word, "model": job?.fineTunedModel?.rawValue,
                "trained_tokens": job?.trainedTokens.map(String.init), "error": job?.error?.code,
                "cause": job?.error?.message,
            ])
    }

    /// Writes down that the account is degraded, or no longer is, and tells it once.
    func setDegraded(_ reason: String?) throws {
        try context.store.use { store in
            // An account without a key has no row yet, and no identity.
            var row = try store.reader.account(account.name) ?? StoredAccount(name: account.name, identity: "")
            guard (row.degraded == nil) != (reason == nil) else { return }
            var changes = StoreChanges(account: account.name, seenAt: .now())
            let earlier = row.degraded?.reason
            row.degraded = reason.map { StoredAccount.Degradation(since: changes.seenAt, reason: $0) }
            changes.accountRow = row
            try tell(
                reason == nil ? .apiRecovered : .apiDegraded,
                .account(account.name, reason: reason ?? "recovered from: \(earlier ?? "unknown")"),
                id: DaemonContext.newNoticeID(), in: &changes, store)
            try commit(changes, store)
            context.log.log(
                reason == nil ? .info : .error, reason == nil ? "account recovered" : "account degraded",
                ["account": account.name.rawValue, "cause": reason])
        }
    }
}
