package import FineTuning
package import JobStorage
package import Text

/// A hook as a page shows it: what became of its deliveries, and what keeps it from being told.
package struct HookLine: Sendable, Hashable {
    /// As the store has it.
    package let stored: StoredHook

    package init(_ hook: StoredHook) { stored = hook }

    package var name: HookName { stored.name }
    package var waiting: Int { stored.counts.waiting }
    package var delivered: Int { stored.counts.delivered }
    package var dead: Int { stored.counts.dead }
    /// When a delivery last succeeded.
    package var lastSuccess: UnixTime? { stored.lastSuccess }
    /// Since when it is switched off; nil while it is not.
    package var disabledSince: UnixTime? { stored.disabled?.since }
    /// Why it is switched off.
    package var disabledReason: String? { stored.disabled?.reason }
    /// Its receiver's trouble; nil while there is none.
    package var hold: HookHold? { stored.hold }
    /// Nothing is delivered before this moment.
    package var silencedUntil: UnixTime? { stored.silencedUntil }

    /// What keeps hooks from being told, a sentence each; see ``HookTrouble``.
    package static func troubles(_ hooks: [HookLine], now: UnixTime, time: LocalTime) -> [String] {
        HookTrouble.sentences(hooks.map(\.stored), now: now, time: time)
    }

    /// Every hook: the configured ones in the order of the configuration, then those that only the store knows.
    package static func all(configured: [HookName], stored: [HookLine]) -> [HookLine] {
        configured.map { name in
            stored.first { $0.name == name } ?? HookLine(StoredHook(name: name, counts: DeliveryCounts()))
        } + stored.filter { !configured.contains($0.name) }
    }
}
