import FineTuning
import JobStorage
import Text

/// Reads an account's job listing: at each poll as far as there is something new, once a day all of it.
final class ListingReader {
    /// How many jobs a page is asked for.
    private static let pageSize = 100

    /// What a listing showed.
    struct Listing {
        /// Every job on its pages.
        var shown: Set<JobID> = []
        /// Finished jobs that show another status: to be confirmed by fetching them by their ids.
        var doubtful: [JobID] = []
    }

    private let store: AccountStore
    private let fullListing: Duration
    /// When a listing last succeeded, by the local clock.
    private(set) var lastGoodListing: UnixTime?

    /// - Parameter fullListing: from one listing of everything to the next.
    init(_ store: AccountStore, fullListing: Duration) {
        self.store = store
        self.fullListing = fullListing
    }

    /// Lists the jobs, newest first, as far as there is something new; the first listing reads to the end.
    func readNews(_ poll: Poll) throws -> Listing {
        let before = poll.account.lastCompleteListing
        var walk = ListingWalk(reach: before == nil ? .everything : .whatIsNew)
        var place = Look.Place(listing: poll.account.listing + 1, date: nil)
        var listing = Listing()
        var hasRestarted = false
        while true {
            guard let page = try page(after: walk.cursor, poll, mayRestart: !hasRestarted) else {
                hasRestarted = true
                walk.restart()
                continue
            }
            Failpoint.visit(.pollAfterResponse)
            // What ends while the other pages are read is not in the first one: the listing is as old as that.
            place.date = place.date ?? page.serverDate ?? .now()
            let meaning = try write(page, at: place, before: before, walk: walk, under: poll.account.identity)
            walk = meaning.walk
            listing.shown.formUnion(page.items.map(\.id))
            listing.doubtful += meaning.doubtful
            if page.skipped > 0 {
                poll.note(unreadable: "\(page.skipped) entries of the job listing could not be read")
            }
            if meaning.step == .complete { break }
        }
        lastGoodListing = .now()
        return listing
    }

    /// Once a day all of the listing, one page a poll, so that jobs that paging missed are found.
    ///
    /// - Parameter confirm: fetches doubtful jobs by their ids; where there are some, the page counts only after that.
    func readAll(_ poll: Poll, confirm: ([JobID]) throws -> Void) throws {
        let now = UnixTime.now()
        let current = try store.account() ?? poll.account
        guard let begun = current.withFullListing(every: fullListing, at: now) else { return }
        guard let page = try page(after: begun.fullListingAfter, poll, mayRestart: true) else {
            var restarted = begun
            restarted.fullListingAfter = nil
            return try store.save(restarted)
        }
        let before = current.lastCompleteListing
        let place = Look.Place(listing: current.listing + 1, date: before, isWhole: true)
        let walk = ListingWalk(reach: .everything, cursor: begun.fullListingAfter)
        let meaning = try write(page, at: place, before: before, walk: walk, under: current.identity) { row, meaning in
            guard meaning.doubtful.isEmpty else { return row }
            return Self.progress(row, begun, meaning.step, now)
        }
        guard !meaning.doubtful.isEmpty else { return }
        try confirm(meaning.doubtful)
        try store.save(Self.progress(try store.account() ?? current, begun, meaning.step, now))
    }

    private static func progress(
        _ row: WatchedAccount, _ begun: WatchedAccount, _ step: ListingWalk.Step, _ now: UnixTime
    ) -> WatchedAccount {
        var row = row
        row.fullListingStarted = begun.fullListingStarted
        return row.afterFullListing(step, at: now)
    }

    /// A page of the listing; nil when the server no longer knows the job it was to start behind.
    private func page(after cursor: JobID?, _ poll: Poll, mayRestart: Bool) throws(ProviderError) -> Page<Job>? {
        do throws(ProviderError) {
            return try poll.ask { server throws(ProviderError) in
                try server.listJobs(after: cursor, limit: Self.pageSize, metadata: [])
            }
        } catch {
            guard cursor != nil, mayRestart, error.kind.mayMeanUnknownCursor else { throw error }
            return nil
        }
    }

    /// Writes what a page shows, in one transaction.
    ///
    /// - Parameters:
    ///   - before: the last complete listing before this one: it decides what is news.
    ///   - identity: the account's, under which the server has answered now.
    ///   - change: changes the account's row along with it.
    private func write(
        _ page: Page<Job>, at place: Look.Place, before: UnixTime?, walk: ListingWalk, under identity: String,
        change: (WatchedAccount, Look.PageMeaning) -> WatchedAccount = { row, _ in row }
    ) throws -> (walk: ListingWalk, step: ListingWalk.Step, doubtful: [JobID]) {
        let name = store.name
        return try store.look(at: page.items, since: before) { look, stored in
            var walk = walk
            var meaning = look.page(page, at: place, walk: &walk)
            let row = stored?.under(identity) ?? WatchedAccount(name: name, identity: identity)
            let changed = change(row, meaning)
            if changed != stored { meaning.changes.accountRow = changed }
            return (meaning.changes, (walk: walk, step: meaning.step, doubtful: meaning.doubtful))
        }
    }
}
