package import FineTuning
package import JobStorage

/// Everything that a page shows of one job, read in one snapshot.
package struct JobSheet: Sendable {
    package let line: JobLine
    /// Its numbers, step by step, and what they say.
    package let curves: JobCurves
    /// What is to be said of an unfinished job, without a full stop.
    package let note: WatchNote?
    /// In the order they were seen.
    package let transitions: [Transition]
    /// Newest first.
    package let deliveries: [DeliveryView]
    /// Newest first, without those that only report a step.
    package let events: [JobEvent]
    /// When the base model stops answering, if that is known.
    package let baseShutdown: UnixTime?
    /// The price per million tokens that the cost was worked out with; nil where there is none.
    package let price: Sourced<Money>?

    /// Reads it; nil when the store has no such job.
    ///
    /// - Parameters:
    ///   - events: the greatest number of events.
    ///   - hooks: those of the store, which may keep deliveries back.
    package init?(
        of key: JobKey, in store: JobStoreReader, events: Int, prices: JobCosts, hooks: [HookLine], now: UnixTime
    ) throws {
        let sheet = try store.snapshot {
            let deliveries = try DeliveryView.all(
                DeliveryFilter(job: key), limit: nil, in: store, hooks: hooks.map(\.stored), now: now)
            return try Self.read(key, store, events, prices, deliveries)
        }
        guard let sheet else { return nil }
        self = sheet
    }

    private static func read(
        _ key: JobKey, _ store: JobStoreReader, _ events: Int, _ prices: JobCosts, _ deliveries: [DeliveryView]
    ) throws -> JobSheet? {
        guard let stored = try store.job(key), let curves = try JobCurves(reading: key, store) else { return nil }
        let facts = prices.facts(of: stored.job.model)
        return JobSheet(
            line: try JobLine(stored, in: store, prices: prices), curves: curves,
            note: stored.isOver ? nil : try store.note(of: key), transitions: try store.transitions(of: key),
            deliveries: deliveries, events: try store.messages(of: key, newest: events),
            baseShutdown: ModelShutdown.end(
                of: stored.job.model.base, announced: try store.endingModels(named: [stored.job.model.base]),
                facts: facts),
            price: stored.job.trainedTokens == nil ? nil : facts?.training)
    }

    private init(
        line: JobLine, curves: JobCurves, note: WatchNote?, transitions: [Transition], deliveries: [DeliveryView],
        events: [JobEvent], baseShutdown: UnixTime?, price: Sourced<Money>?
    ) {
        self.line = line
        self.curves = curves
        self.note = note
        self.transitions = transitions
        self.deliveries = deliveries
        self.events = events
        self.baseShutdown = baseShutdown
        self.price = price
    }

    /// When training began, as far as we saw it.
    package var startedAt: UnixTime? { transitions.first { $0.to == .running }?.seenAt }
}
