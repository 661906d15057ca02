package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// How old the written time of the last complete listing may become while nothing else changes.
    ///
    /// Writing it at every poll would cost more than a wider margin for late jobs.
    private static let listingTimeTolerance: Duration = .seconds(3600)

    /// Writes what a look at an account has shown, in one transaction: jobs, history and outbox, or nothing.
    ///
    /// A transition or delivery that is already there is left as it is. Each of succeeded, failed and cancelled enters
    /// the outbox at most once per job and hook.
    ///
    /// - Parameter deliveries: outbox rows of the changes' notices, bodies included: one per interested hook.
    package func apply(_ changes: AccountChanges, deliveries: [Delivery] = []) throws -> AppliedChanges {
        let effect = try effect(of: changes)
        let missed = changes.missed.filter { $0.value != .ignored }
        guard
            !changes.jobs.isEmpty || !changes.transitions.isEmpty || !deliveries.isEmpty || !effect.isEmpty
                || !changes.found.isEmpty || !missed.isEmpty
        else { return AppliedChanges() }
        return try database.transaction {
            var applied = AppliedChanges(wrote: true)
            for job in changes.jobs { try upsert(job, account: changes.account, at: changes.seenAt) }
            for transition in changes.transitions where try insert(transition) {
                applied.transitions.append(transition)
            }
            for delivery in deliveries where try insert(delivery) { applied.deliveries.append(delivery) }
            for job in changes.found { try forgetMisses(of: JobKey(account: changes.account, job: job)) }
            for (job, verdict) in missed {
                try note(verdict, of: JobKey(account: changes.account, job: job), at: changes.seenAt)
            }
            try write(effect, of: changes)
            return applied
        }
    }

    /// What changes beside jobs, history and outbox.
    private struct Effect {
        /// The account's row, nil where it stays as it is.
        var account: WatchedAccount?
        /// Jobs of the page that are not yet counted to its listing.
        var joining: [JobID] = []
        /// Whether the listing is complete and has jobs that become known.
        var makesKnown = false

        var isEmpty: Bool { account == nil && joining.isEmpty && !makesKnown }
    }

    private func effect(of changes: AccountChanges) throws -> Effect {
        let stored = try reader.account(changes.account)
        var account = changes.accountRow ?? stored ?? WatchedAccount(name: changes.account, identity: "")
        var effect = Effect()
        if let page = changes.page {
            // Under another identity the account has listed nothing yet, whatever is stored of the old one.
            if let stored, stored.identity == account.identity {
                account.listing = stored.listing
                account.lastCompleteListing = stored.lastCompleteListing
            }
            effect.joining = try page.unknown.filter { try !belongs($0, to: page.listing, account: changes.account) }
            let hasJobs =
                try !effect.joining.isEmpty
                || database.integer(
                    "SELECT count(*) FROM jobs WHERE account = ?1 AND listing = ?2 AND known = 0",
                    [.id(changes.account), .integer(page.listing)]) > 0
            if hasJobs { account.listing = max(account.listing, page.listing) }
            if let completedAt = page.completedAt {
                effect.makesKnown = hasJobs
                let age = account.lastCompleteListing.map { completedAt - $0 }
                let isOld = age.map { $0 >= Self.listingTimeTolerance || $0 < .zero } ?? true
                if isOld || hasJobs || !changes.jobs.isEmpty || account != stored {
                    account.lastCompleteListing = completedAt
                }
            }
        }
        if account != stored, stored != nil || changes.accountRow != nil || changes.page != nil {
            effect.account = account
        }
        return effect
    }

    private func write(_ effect: Effect, of changes: AccountChanges) throws {
        if let page = changes.page {
            for job in effect.joining {
                try database.run(
                    "UPDATE jobs SET listing = ?3 WHERE account = ?1 AND id = ?2 AND known = 0",
                    [.id(changes.account), .id(job), .integer(page.listing)])
            }
            if effect.makesKnown {
                try database.run(
                    "UPDATE jobs SET known = 1 WHERE account = ?1 AND listing = ?2 AND known = 0",
                    [.id(changes.account), .integer(page.listing)])
            }
        }
        if let account = effect.account { try database.run(AccountRow.replace, AccountRow.values(account)) }
    }

    /// Whether a job is known already, or counted to this listing.
    private func belongs(_ job: JobID, to listing: Int64, account: AccountName) throws -> Bool {
        try database.row(
            "SELECT known = 1 OR listing IS ?3 FROM jobs WHERE account = ?1 AND id = ?2",
            [.id(account), .id(job), .integer(listing)], { $0.bool() }) ?? false
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
