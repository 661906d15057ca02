package import FineTuning
package import JobStorage

/// A hook as a page shows it: what became of its deliveries.
package struct HookLine: Sendable, Hashable {
    package let name: HookName
    package let waiting: Int
    package let delivered: Int
    package let dead: Int
    /// When a delivery last succeeded.
    package let lastSuccess: UnixTime?
    /// Since when it is switched off; nil while it is not.
    package let disabledSince: UnixTime?
    /// Why it is switched off.
    package let disabledReason: String?
    /// Nothing is delivered before this moment.
    package let silencedUntil: UnixTime?

    package init(_ hook: StoredHook) {
        name = hook.name
        waiting = hook.counts.waiting
        delivered = hook.counts.delivered
        dead = hook.counts.dead
        lastSuccess = hook.lastSuccess
        disabledSince = hook.disabled?.since
        disabledReason = hook.disabled?.reason
        silencedUntil = hook.silencedUntil
    }

    /// Every hook: the configured ones in the order of the configuration, then those that only the store knows.
    package static func all(configured: [HookName], stored: [HookLine]) -> [HookLine] {
        configured.map { name in
            stored.first { $0.name == name } ?? HookLine(StoredHook(name: name, counts: DeliveryCounts()))
        } + stored.filter { !configured.contains($0.name) }
    }
}
