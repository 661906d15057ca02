package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// Writes what a look at an account has shown, in one transaction: jobs, history and outbox, or nothing.
    ///
    /// A transition or delivery that is already there is left as it is. Each of succeeded, failed and cancelled enters
    /// the outbox at most once per job and hook.
    ///
    /// - Parameter deliveries: outbox rows of the changes' notices, bodies included: one per interested hook.
    package func apply(_ changes: AccountChanges, deliveries: [Delivery] = []) throws -> AppliedChanges {
        guard !changes.isEmpty || !deliveries.isEmpty else { return AppliedChanges() }
        if changes.concernsJobs { jobChanges[changes.account, default: 0] += 1 }
        return try database.atomically {
            var applied = AppliedChanges(wrote: true)
            for job in changes.jobs { try upsert(job, account: changes.account, at: changes.seenAt) }
            for transition in changes.transitions where try insert(transition) {
                applied.transitions.append(transition)
            }
            for delivery in deliveries where try insert(delivery) { applied.deliveries.append(delivery) }
            for job in changes.found { try forgetMisses(of: JobKey(account: changes.account, job: job)) }
            for (job, verdict) in changes.countedMisses {
                try note(verdict, of: JobKey(account: changes.account, job: job), at: changes.seenAt)
            }
            for (job, since) in changes.stalls {
                try stall(JobKey(account: changes.account, job: job), since: since)
            }
            for (job, change) in changes.divergences {
                try write(change, of: JobKey(account: changes.account, job: job), at: changes.seenAt)
            }
            if let page = changes.page { try write(page, of: changes.account) }
            if let row = changes.accountRow { try database.run(AccountRow.replace, AccountRow.values(row)) }
            return applied
        }
    }

    /// Counts jobs to their listing; one that became known meanwhile stays as it is.
    private func write(_ page: AccountChanges.ListingPart, of account: AccountName) throws {
        for job in page.joining {
            try database.run(
                "UPDATE jobs SET listing = ?3 WHERE account = ?1 AND id = ?2 AND known = 0",
                [.id(account), .id(job), .integer(page.listing)])
        }
        if page.isComplete {
            try database.run(
                "UPDATE jobs SET known = 1 WHERE account = ?1 AND listing = ?2 AND known = 0",
                [.id(account), .integer(page.listing)])
        }
    }

    private func stall(_ key: JobKey, since: UnixTime?) throws {
        let name: [SQLiteValue] = [.id(key.account), .id(key.job)]
        guard let since else { return try database.run("DELETE FROM stalls WHERE account = ?1 AND job = ?2", name) }
        try database.run(
            "INSERT INTO stalls (account, job, since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            name + [.integer(since.seconds)])
    }

    private func write(_ change: AccountChanges.DivergenceChange, of key: JobKey, at time: UnixTime) throws {
        let name: [SQLiteValue] = [.id(key.account), .id(key.job), .integer(time.seconds)]
        switch change {
        case .began(let reason):
            try database.run(
                """
                INSERT INTO divergences (account, job, since, reason) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT DO UPDATE SET since = excluded.since, until = NULL, reason = excluded.reason
                """, name + [.text(reason)])
        case .ended:
            try database.run(
                "UPDATE divergences SET until = ?3 WHERE account = ?1 AND job = ?2 AND until IS NULL", name)
        }
    }

    private func upsert(_ job: Job, account: AccountName, at time: UnixTime) throws {
        let ours: [SQLiteValue] = [
            .id(account), .id(job.id), .integer(time.seconds), .integer(Int64(Harvest.needed(by: job).rawValue)),
        ]
        try database.run(JobColumns.upsert, ours + JobColumns.values(job))
        if let model = job.fineTunedModel {
            let row = StoredModel(account: account, model: model, job: job.id, createdAt: job.endedAt)
            try database.run(ModelColumns.addJob, ModelColumns.values(row))
        }
    }

    private func insert(_ transition: Transition) throws -> Bool {
        try database.run(TransitionColumns.insert, TransitionColumns.values(transition))
        return database.changes > 0
    }

    /// Adds a row to the outbox, inside a transaction.
    ///
    /// - Returns: false when it is there already.
    func insert(_ delivery: Delivery) throws -> Bool {
        try database.run(DeliveryRow.insert, DeliveryRow.values(delivery))
        guard database.changes > 0 else { return false }
        try database.run(
            "UPDATE daemon SET last_sequence = ?1 WHERE last_sequence < ?1", [.integer(delivery.sequence)])
        return true
    }
}
