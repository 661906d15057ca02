import FineTuning
import JobStorage
import Text

/// Reads an account's job listing: at each poll as far as there is something new, once a day all of it.
final class ListingReader {
    /// What a listing showed.
    struct Listing {
        /// Every job on its pages.
        var shown: Set<JobID> = []
        /// Finished jobs that show another status: to be confirmed by fetching them by their ids.
        var doubtful: [JobID] = []
    }

    private let store: AccountStore
    private let events: EventReader
    private let fullListing: Duration
    private let idle: Duration
    /// A first page that showed nothing new; while the store has the same jobs, it shows nothing new either when it
    /// comes again.
    private struct StillPage {
        let text: PageText
        let shown: Set<JobID>
        /// The account's, under which the page was read.
        let identity: String
        /// The store's ``AccountStore/jobChanges()`` then.
        let changes: Int
    }

    private var limit = PageLimit()
    private var still: StillPage?
    /// When a listing last succeeded, by the local clock.
    private(set) var lastGoodListing: UnixTime?

    /// - Parameters:
    ///   - fullListing: from one listing of everything to the next.
    ///   - idle: from one poll to the next while nothing happens.
    init(_ store: AccountStore, events: EventReader, fullListing: Duration, idle: Duration) {
        self.store = store
        self.events = events
        self.fullListing = fullListing
        self.idle = idle
    }

    /// Lists the jobs as far as there is something new; the first listing reads to the end.
    ///
    /// A first listing that was cut short goes on behind its last page.
    func readNews(_ poll: Poll) throws -> Listing {
        let before = poll.account.lastCompleteListing
        let cut = poll.account.cutFirstListing
        var walk = ListingWalk(reach: before == nil ? .everything : .whatIsNew, cursor: cut?.after)
        let number = poll.account.listing + (cut == nil ? 1 : 0)
        var begun = cut?.begun
        var listing = Listing()
        var hasRestarted = false
        while true {
            let isFirst = walk.cursor == nil
            let last = isFirst && before != nil ? try lastStill(of: poll.account) : nil
            guard let answer = try page(after: walk.cursor, poll, mayRestart: !hasRestarted, unless: last?.text) else {
                hasRestarted = true
                walk.restart()
                continue
            }
            Failpoint.visit(.pollAfterResponse)
            let (page, shown) = Self.read(answer, last)
            // What ends while the other pages are read is not in the first one: the listing is as old as that.
            let date = begun ?? page.serverDate ?? .now()
            begun = date
            let place = Look.Place(listing: number, date: date, purpose: before == nil ? .first : .news)
            try events.readReasons(of: page.items, poll)
            let meaning = try write(page, at: place, before: before, walk: &walk, under: poll.account.identity)
            listing.shown.formUnion(shown)
            listing.doubtful += meaning.doubtful
            if isFirst, meaning.isStill, case .page(_, let text?) = answer {
                still = StillPage(
                    text: text, shown: shown, identity: poll.account.identity, changes: try store.jobChanges())
            }
            if page.skipped > 0 {
                poll.note(unreadable: "\(page.skipped) entries of the job listing could not be read")
            }
            if meaning.step == .complete { break }
        }
        lastGoodListing = .now()
        return listing
    }

    /// The last still page of the account, if nothing has changed since.
    private func lastStill(of account: WatchedAccount) throws -> StillPage? {
        guard let still, still.identity == account.identity else { return nil }
        return still.changes == (try store.jobChanges()) ? still : nil
    }

    /// The page of an answer, and the jobs that it shows.
    ///
    /// A page that came before has nothing to be written down: it stands for the end of a listing, as one without entries.
    private static func read(_ answer: JobPage, _ last: StillPage?) -> (Page<Job>, shown: Set<JobID>) {
        switch answer {
        case .page(let page, _): (page, Set(page.items.map(\.id)))
        case .same(let date): (Page(items: [], hasMore: false, serverDate: date), last?.shown ?? [])
        }
    }

    /// Once a day all of the listing, some pages a poll, so that jobs that paging missed are found.
    ///
    /// - Parameter confirm: fetches doubtful jobs by their ids; where there are some, the page counts only after that.
    func readAll(_ poll: Poll, confirm: ([JobID]) throws -> Void) throws {
        let row = try store.account() ?? poll.account
        guard row.withFullListing(every: fullListing, at: .now()) != nil else { return }
        let pages = WatchedAccount.fullListingPages(
            jobs: try store.jobCount(), pageSize: limit.current, idle: idle, every: fullListing)
        for _ in 0..<pages {
            guard try readPageOfAll(poll, confirm: confirm) else { return }
        }
    }

    /// Reads the next page of the full listing.
    ///
    /// - Returns: whether there may be another one.
    private func readPageOfAll(_ poll: Poll, confirm: ([JobID]) throws -> Void) throws -> Bool {
        let now = UnixTime.now()
        let current = try store.account() ?? poll.account
        guard let begun = current.withFullListing(every: fullListing, at: now),
            let started = begun.fullListingStarted, let before = begun.lastCompleteListing
        else { return false }
        guard let answer = try page(after: begun.fullListingAfter, poll, mayRestart: true, unless: nil) else {
            try store.change { row in
                var row = row
                (row.fullListingStarted, row.fullListingAfter) = (started, nil)
                return row
            }
            return true
        }
        let (page, _) = Self.read(answer, nil)
        let place = Look.Place(listing: current.listing + 1, date: before, purpose: .full(started: started))
        var walk = ListingWalk(reach: .everything, cursor: begun.fullListingAfter)
        try events.readReasons(of: page.items, poll)
        let meaning = try write(page, at: place, before: before, walk: &walk, under: current.identity)
        if !meaning.doubtful.isEmpty {
            try confirm(meaning.doubtful)
            try store.change { $0.afterFullListing(meaning.step, started: started, at: now) }
        }
        return meaning.step != .complete
    }

    /// A page of the listing; nil when the server no longer knows the job it was to start behind.
    private func page(
        after cursor: JobID?, _ poll: Poll, mayRestart: Bool, unless text: PageText?
    ) throws(ProviderError) -> JobPage? {
        do throws(ProviderError) {
            return try poll.page(&limit) { server, limit throws(ProviderError) in
                try server.listJobs(after: cursor, limit: limit, unless: text)
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
    /// - Returns: where the listing goes on, doubtful jobs, and whether the page ended it and meant nothing for any job.
    private func write(
        _ page: Page<Job>, at place: Look.Place, before: UnixTime?, walk: inout ListingWalk, under identity: String
    ) throws -> (step: ListingWalk.Step, doubtful: [JobID], isStill: Bool) {
        let start = walk
        let scope = Look.Scope.page(page, listing: place.listing)
        let (next, meaning) = try store.look(at: scope, under: identity, since: before) { look in
            var walk = start
            let meaning = look.page(page, at: place, walk: &walk)
            return (meaning.changes, (walk, meaning))
        }
        walk = next
        let isStill =
            page.skipped == 0 && meaning.step == .complete && meaning.doubtful.isEmpty && !meaning.changes.concernsJobs
        return (step: meaning.step, doubtful: meaning.doubtful, isStill: isStill)
    }
}
