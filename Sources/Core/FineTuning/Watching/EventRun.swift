/// A run through a job's events that has not joined its mark yet.
///
/// Its events are kept until it has, so that they are stored in the server's order: many share one second, and only
/// that order tells which came first.
package struct EventRun: Hashable, Sendable {
    /// More than this are stored early, which costs their order and not a single event.
    package static let mostKept = 20_000
    /// The most bytes of text that all runs of an account keep together.
    package static let mostBytes = 16 << 20

    /// What a page of events means.
    package enum Step: Hashable, Sendable {
        /// Ask for the page behind this one; the events, newest first, are stored early, normally none.
        case unfinished(storing: [JobEvent])
        /// The run has joined: the events, newest first, are stored, and the mark moves.
        case joined([JobEvent], mark: JobEventID?)
    }

    private var walk: EventWalk
    /// Newest first.
    private var events: [JobEvent] = []
    /// Of the texts of the events that are kept.
    package private(set) var bytes = 0

    /// Starts before the first page.
    ///
    /// - Parameter mark: the newest event of the last run that joined.
    package init(mark: JobEventID?) { walk = EventWalk(mark: mark) }

    /// Where the next page starts; nil for the first one.
    package var cursor: JobEventID? { walk.cursor }

    /// Takes a page and says what comes next.
    ///
    /// - Parameters:
    ///   - stored: the events of the page that are stored already; every other one is kept.
    ///   - room: how many bytes of text may be kept; more are stored early.
    package mutating func received(
        _ page: Page<JobEvent>, stored: Set<JobEventID>, room: Int = Self.mostBytes
    ) -> Step {
        let step = walk.received(
            page.items.map(\.id), skipped: page.skipped, last: page.lastID.map { JobEventID($0) }, asked: page.asked,
            hasMore: page.hasMore, order: PageOrder(page.items.map(\.createdAt)))
        let new = page.items.filter { !stored.contains($0.id) }
        bytes += new.reduce(0) { $0 + $1.raw.utf8.count + $1.message.utf8.count }
        events = walk.isOldestFirst ? new.reversed() + events : events + new
        switch step {
        case .page:
            guard events.count >= Self.mostKept || bytes > room else { return .unfinished(storing: []) }
            defer {
                events = []
                bytes = 0
            }
            return .unfinished(storing: events)
        case .joined(let newest): return .joined(events, mark: newest)
        }
    }
}
