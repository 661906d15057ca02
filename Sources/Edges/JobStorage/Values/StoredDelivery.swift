package import FineTuning

/// A row of the outbox as the store has it.
package struct StoredDelivery: Sendable, Hashable {
    /// The delivery.
    package var delivery: Delivery
    /// When the attempt that is under way began; still set after a crash in the middle of one.
    package var attemptStarted: UnixTime?

    package init(delivery: Delivery, attemptStarted: UnixTime? = nil) {
        self.delivery = delivery
        self.attemptStarted = attemptStarted
    }
}

/// The words of a delivery's state, as the store writes them.
package enum DeliveryStateWord: String, Sendable, Hashable, CaseIterable {
    case waiting
    case delivered
    case dead
    case abandoned
    case grouped

    /// Those that ``DeliveryCounts`` has, in its order.
    static let counted: [DeliveryStateWord] = [.waiting, .delivered, .dead, .abandoned]
}

/// How many deliveries of a hook stand where.
package struct DeliveryCounts: Sendable, Hashable {
    /// Those that wait for their time.
    package var waiting: Int = 0
    /// Those the hook answered well.
    package var delivered: Int = 0
    /// Those that are given up.
    package var dead: Int = 0
    /// Those that waited when their hook left the configuration.
    package var abandoned: Int = 0

    package init(waiting: Int = 0, delivered: Int = 0, dead: Int = 0, abandoned: Int = 0) {
        self.waiting = waiting
        self.delivered = delivered
        self.dead = dead
        self.abandoned = abandoned
    }
}

/// A hook as the store has it.
package struct StoredHook: Sendable, Hashable {
    /// The name of its section.
    package var name: HookName
    /// When a delivery last succeeded.
    package var lastSuccess: UnixTime?
    /// Since when it is switched off, and why; nil while it is not.
    package var disabled: Disabling?
    /// Nothing is delivered before this moment.
    package var silencedUntil: UnixTime?
    /// Its receiver's trouble; nil while there is none.
    package var hold: HookHold?
    /// Its deliveries.
    package var counts: DeliveryCounts

    package init(
        name: HookName, lastSuccess: UnixTime? = nil, disabled: Disabling? = nil, silencedUntil: UnixTime? = nil,
        counts: DeliveryCounts
    ) {
        self.name = name
        self.lastSuccess = lastSuccess
        self.disabled = disabled
        self.silencedUntil = silencedUntil
        self.counts = counts
    }

    /// Why a hook is switched off.
    package struct Disabling: Sendable, Hashable {
        /// When it happened.
        package var since: UnixTime
        /// A sentence for an operator.
        package var reason: String

        package init(since: UnixTime, reason: String) {
            self.since = since
            self.reason = reason
        }
    }
}
