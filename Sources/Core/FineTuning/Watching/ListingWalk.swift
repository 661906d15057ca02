/// One walk through the pages of a job listing: which page next, and when the listing is complete.
///
/// Newest first, a page on which everything is known ends a listing of what is new. A server that lists oldest first has
/// the new jobs on its last page: the walk goes on behind the last known job, and to the end.
package struct ListingWalk: Hashable, Sendable {
    /// How far a walk goes.
    package enum Reach: Hashable, Sendable {
        /// To the first page on which every job is known: one request when nothing is new.
        case whatIsNew
        /// To the end: the first listing of an account, and the daily one that finds what paging missed.
        case everything
    }

    /// What the walk needs to know of a page.
    package struct PageFacts: Hashable, Sendable {
        /// The ids on the page in the server's order.
        package var ids: [JobID]
        /// Items that could not be read; they count as entries of the page.
        package var skipped: Int
        /// The id of the last entry, readable or not: the next page starts behind it.
        package var last: JobID?
        /// How many entries were asked for.
        package var asked: Int
        /// The server's word; missing in some replies.
        package var hasMore: Bool?
        /// In which order the server lists.
        package var order: PageOrder
        /// Whether every job on the page is known: the listing that brought it was completed.
        package var allKnown: Bool
        /// Where the new jobs begin on a server that lists oldest first: see ``Look/lastKnown``.
        package var lastKnown: JobID?

        /// Describes a page.
        package init(
            ids: [JobID], skipped: Int = 0, last: JobID? = nil, asked: Int, hasMore: Bool?,
            order: PageOrder = .unclear, allKnown: Bool, lastKnown: JobID? = nil
        ) {
            self.order = order
            self.lastKnown = lastKnown
            self.ids = ids
            self.skipped = skipped
            self.last = last ?? ids.last
            self.asked = asked
            self.hasMore = hasMore
            self.allKnown = allKnown
        }
    }

    /// What to do after a page.
    package enum Step: Hashable, Sendable {
        /// Ask for the page behind this job.
        case page(after: JobID)
        /// The listing is complete: all its jobs are known from now on.
        case complete
    }

    /// More pages than this are a server that never ends: 10,000 pages of 100 jobs.
    package static let greatestPageCount = 10_000

    /// How far this walk goes.
    package let reach: Reach
    /// Where the next page starts; nil for the first one.
    package private(set) var cursor: JobID?
    /// Pages read so far.
    package private(set) var pageCount = 0
    /// Whether a page has shown that the oldest come first.
    private var isOldestFirst = false
    /// Whether the walk may go on behind the last known job: once, and not after the server did not know it.
    private var maySkip = true

    /// Starts before the first page, or behind the page that ended with a job.
    package init(reach: Reach, cursor: JobID? = nil) {
        self.reach = reach
        self.cursor = cursor
    }

    /// Takes a page and says what comes next.
    ///
    /// The last page is an empty one, one shorter than asked without `has_more: true`, one that says
    /// `has_more: false`, or one that repeats its last id (API reference, paging behaviour).
    package mutating func received(_ page: PageFacts) -> Step {
        pageCount += 1
        isOldestFirst = isOldestFirst || page.order == .oldestFirst
        guard let last = page.last, last != cursor, pageCount < Self.greatestPageCount else { return .complete }
        let isShort = page.ids.count + page.skipped < page.asked
        if page.hasMore == false || (isShort && page.hasMore != true) { return .complete }
        var next = last
        if reach == .whatIsNew && page.allKnown && page.skipped == 0 {
            guard isOldestFirst else { return .complete }
            if maySkip, let known = page.lastKnown, !page.ids.contains(known) { next = known }
            maySkip = false
        }
        cursor = next
        return .page(after: next)
    }

    /// The server no longer knows the cursor: the walk starts again from the first page.
    package mutating func restart() {
        cursor = nil
        maySkip = false
    }
}
