import FineTuning
import JobStorage
import Settings

extension AccountPoller {
    /// How many jobs a page is asked for.
    static let pageSize = 100

    /// Lists the jobs, newest first, as far as there is something new.
    ///
    /// - Returns: the jobs that were shown.
    func walkListing(_ client: any Provider) throws -> Set<JobID> {
        var walk = ListingWalk(reach: row.lastCompleteListing == nil ? .everything : .whatIsNew)
        let before = row.lastCompleteListing
        let listing = row.listing + 1
        var began: UnixTime?
        var shown: Set<JobID> = []
        var doubtful: [JobID] = []
        var hasRestarted = false
        while true {
            guard let page = try page(after: walk.cursor, client, hasRestarted: hasRestarted) else {
                hasRestarted = true
                walk.restart()
                continue
            }
            Failpoint.visit(.pollAfterResponse)
            row = try context.store.use { try $0.account(account.name, identity: row.identity) }
            // What ends while the other pages are read is not in the first one: the listing is as old as that.
            let date = began ?? page.serverDate ?? .now()
            began = date
            let read = try write(page, listing: listing, before: before, completing: date, walk: &walk)
            shown.formUnion(page.items.map(\.id))
            doubtful += read.doubtful
            note(skipped: page.skipped)
            if read.step == .complete { break }
        }
        lastGoodListing = .now()
        try confirm(doubtful, client)
        return shown
    }

    /// A page of the listing; nil when the server no longer knows the job it was to start behind.
    private func page(
        after cursor: JobID?, _ client: any Provider, hasRestarted: Bool
    ) throws(ProviderError) -> Page<Job>? {
        expectRequest()
        do throws(ProviderError) {
            return try client.listJobs(after: cursor, limit: Self.pageSize, metadata: [])
        } catch {
            guard cursor != nil, !hasRestarted, error.kind.blamesCursor else { throw error }
            return nil
        }
    }

    /// Once a day all of the listing, one page a poll, so that what paging missed heals.
    func walkFullListing(_ client: any Provider) throws {
        let now = UnixTime.now()
        var current = try context.store.use { try $0.reader.account(account.name) } ?? row
        guard current.lastCompleteListing != nil else { return }
        if current.fullListingStarted == nil {
            guard let last = current.fullListingCompleted ?? firstListing(of: current) else { return }
            guard now - last >= settings.poll.fullListing || now < last else { return }
            current.fullListingStarted = now
        }
        guard let page = try page(after: current.fullListingAfter, client, hasRestarted: false) else {
            current.fullListingAfter = nil
            return try context.store.use { try $0.save(current) }
        }
        var walk = ListingWalk(reach: .everything, cursor: current.fullListingAfter)
        let read = try write(
            page, listing: current.listing + 1, before: current.lastCompleteListing,
            completing: current.lastCompleteListing, walk: &walk, isComplete: true)
        try confirm(read.doubtful, client)
        try context.store.use { store in
            var row = try store.reader.account(account.name) ?? current
            row.fullListingStarted = current.fullListingStarted
            switch read.step {
            case .page(let after): row.fullListingAfter = after
            case .complete:
                row.fullListingAfter = nil
                row.fullListingStarted = nil
                row.fullListingCompleted = now
            }
            try store.save(row)
        }
    }

    /// The first listing read everything, so the first full one is due a day after it.
    private func firstListing(of row: StoredAccount) -> UnixTime? { row.lastCompleteListing }

    /// Writes what a page shows, in one transaction.
    ///
    /// - Parameters:
    ///   - before: the last complete listing before this one: it decides what is news.
    ///   - date: what the listing's date is once it is complete.
    ///   - isComplete: whether the page counts as a listing of its own.
    private func write(
        _ page: Page<Job>, listing: Int64, before: UnixTime?, completing date: UnixTime?, walk: inout ListingWalk,
        isComplete: Bool = false
    ) throws -> (step: ListingWalk.Step, doubtful: [JobID]) {
        var next = walk
        let result = try context.store.use { store in
            let known = try store.reader.jobs(page.items.map(\.id), of: account.name)
            let unknown = page.items.map(\.id).filter { known[$0]?.isKnown != true }
            let step = next.received(
                ListingWalk.Page(
                    ids: page.items.map(\.id), skipped: page.skipped, last: page.lastID.map { JobID($0) },
                    asked: page.asked, hasMore: page.hasMore,
                    allKnown: unknown.isEmpty))
            var changes = StoreChanges(account: account.name, seenAt: .now())
            changes.page = StoreChanges.Page(
                listing: listing, unknown: unknown, completedAt: isComplete || step == .complete ? date : nil)
            var doubtful: [JobID] = []
            // Oldest first, so that the notices' numbers follow the jobs' age.
            for job in page.items.reversed() where !changes.jobs.contains(where: { $0.id == job.id }) {
                let sighting = Sighting.judge(
                    known: known[job.id]?.job, seen: job, lastCompleteListing: before, confirmed: false)
                if case .doubtful = sighting {
                    doubtful.append(job.id)
                } else {
                    try add(sighting, of: job, to: &changes, store)
                }
            }
            try commit(changes, store)
            for stored in known.values where !stored.misses.isEmpty || stored.goneAt != nil {
                try store.forgetMisses(of: stored.key)
            }
            return (step: step, doubtful: doubtful)
        }
        walk = next
        return result
    }

    private func note(skipped: Int) {
        guard skipped > 0 else { return }
        unreadable = "\(skipped) entries of the job listing could not be read"
    }
}

extension FailureKind {
    /// Whether the error may mean that the server no longer knows the job a page was to start behind.
    var blamesCursor: Bool {
        switch self {
        case .notFound, .invalidRequest: true
        case .unauthorized, .forbidden, .rateLimited, .quota, .limitReached, .server, .unreachable, .badReply,
            .notTheAPI, .cancelled:
            false
        }
    }
}
