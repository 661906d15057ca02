/// A run through a job's events that has not joined its mark yet.
///
/// Its events are kept until it has, so that they are stored in the server's order: many share one second, and only
/// that order tells which came first.
package struct EventRun: Hashable, Sendable {
    /// More than this are stored early, which costs their order and not a single event.
    package static let mostKept = 20_000

    /// What a page of events means.
    package enum Step: Hashable, Sendable {
        /// Ask for the page behind this one; the events, newest first, are stored early, normally none.
        case unfinished(storing: [JobEvent])
        /// The run has joined: the events, newest first, are stored, and the mark moves.
        case joined([JobEvent], mark: JobEventID?)
    }

    private var walk: EventWalk
    /// Newest first, as the server sends them.
    private var events: [JobEvent] = []

    /// Starts before the first page.
    ///
    /// - Parameter mark: the newest event of the last run that joined.
    package init(mark: JobEventID?) { walk = EventWalk(mark: mark) }

    /// Where the next page starts; nil for the first one.
    package var cursor: JobEventID? { walk.cursor }

    /// Takes a page and says what comes next.
    package mutating func received(_ page: Page<JobEvent>) -> Step {
        let step = walk.received(
            page.items.map(\.id), skipped: page.skipped, last: page.lastID.map { JobEventID($0) }, asked: page.asked,
            hasMore: page.hasMore)
        // Behind the mark everything is stored already.
        events += page.items.prefix { $0.id != walk.mark }
        switch step {
        case .page:
            guard events.count >= Self.mostKept else { return .unfinished(storing: []) }
            defer { events = [] }
            return .unfinished(storing: events)
        case .joined(let newest): return .joined(events, mark: newest)
        }
    }
}
