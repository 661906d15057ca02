/// One run through a job's events, newest first, down to the mark that the last joined run left.
///
/// Where the server lists oldest first, the run goes on behind the mark and to the end.
///
/// The mark moves only when the run has joined it, so a crash or an error between pages leaves no hole: the next run
/// starts from the newest event again, and storing an event twice changes nothing.
package struct EventWalk: Hashable, Sendable {
    /// What to do after a page.
    package enum Step: Hashable, Sendable {
        /// Ask for the page behind this event.
        case page(after: JobEventID)
        /// The run has joined the mark, or the first event: the mark moves to the newest event of the run.
        case joined(newest: JobEventID?)
    }

    /// More pages than this in one run are a server that never ends.
    package static let greatestPageCount = 1_000

    /// The newest event of the last joined run; nil when there was none.
    package let mark: JobEventID?
    /// The newest event of this run.
    package private(set) var newest: JobEventID?
    /// Where the next page starts; nil for the first one.
    package private(set) var cursor: JobEventID?
    /// Pages read so far.
    package private(set) var pageCount = 0
    /// Whether a page of this run has shown that the oldest come first.
    package private(set) var isOldestFirst = false

    /// Starts before the first page.
    package init(mark: JobEventID?) { self.mark = mark }

    /// Takes a page's ids in the server's order and says what comes next.
    ///
    /// - Parameters:
    ///   - skipped: items that could not be read; they count as entries of the page.
    ///   - last: the id of the last entry, readable or not; nil for the last of `ids`.
    ///   - asked: how many entries were asked for.
    ///   - order: in which order the page lists them.
    package mutating func received(
        _ ids: [JobEventID], skipped: Int = 0, last: JobEventID? = nil, asked: Int, hasMore: Bool?,
        order: PageOrder = .unclear
    ) -> Step {
        pageCount += 1
        isOldestFirst = isOldestFirst || order == .oldestFirst
        newest = isOldestFirst ? ids.last ?? newest : newest ?? ids.first
        guard let last = last ?? ids.last, last != cursor, pageCount < Self.greatestPageCount else { return joined }
        if !isOldestFirst, let mark, ids.contains(mark) { return joined }
        let isShort = ids.count + skipped < asked
        if hasMore == false || (isShort && hasMore != true) { return joined }
        var next = last
        // Everything up to the mark is stored: what is new is behind it.
        if isOldestFirst, pageCount == 1, let mark, !ids.contains(mark) {
            next = mark
            newest = mark
        }
        cursor = next
        return .page(after: next)
    }

    private var joined: Step { .joined(newest: newest ?? mark) }
}
