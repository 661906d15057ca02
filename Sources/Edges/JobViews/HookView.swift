package import FineTuning
package import JSONText
import JobJSON
package import JobStorage

/// A hook as configured, as stored, or both.
package struct HookView: Sendable {
    /// What the configuration says of a hook.
    package struct Configured: Sendable {
        /// The name of its section.
        package let name: HookName
        /// One word, for example `webhook`; nil where the kind is not known.
        package let kind: String?
        /// What it wants to be notified of, as configured.
        package let on: [String]
        /// Where it sends, without secrets.
        package let target: String?

        package init(name: HookName, kind: String?, on: [String], target: String?) {
            self.name = name
            self.kind = kind
            self.on = on
            self.target = target
        }
    }

    /// One word about how it goes.
    package enum State: String, Sendable {
        /// Nothing is wrong.
        case ok
        /// Some deliveries wait for their time.
        case waiting
        /// Its receiver has trouble: nothing is sent before the next probe.
        case held
        /// Some deliveries are given up.
        case dead
        /// Nothing is delivered for now.
        case silenced
        /// It was switched off.
        case disabled
        /// Only the store still knows it.
        case removed

        fileprivate init(configured: Configured?, stored: StoredHook?, now: UnixTime) {
            let counts = stored?.counts ?? DeliveryCounts()
            if stored?.disabled != nil {
                self = .disabled
            } else if configured == nil {
                self = .removed
            } else if let until = stored?.silencedUntil, until > now {
                self = .silenced
            } else if stored?.hold != nil {
                self = .held
            } else if counts.dead > 0 {
                self = .dead
            } else {
                self = counts.waiting > 0 ? .waiting : .ok
            }
        }
    }

    /// The name of its section.
    package let name: HookName
    /// Nil when only the store still knows it.
    package let configured: Configured?
    /// Nil when it was never notified of anything.
    package let stored: StoredHook?
    /// How it goes.
    package let state: State

    private init(name: HookName, configured: Configured?, stored: StoredHook?, now: UnixTime) {
        self.name = name
        self.configured = configured
        self.stored = stored
        state = State(configured: configured, stored: stored, now: now)
    }

    /// Every hook: the configured ones in the order of the configuration, then those that only the store knows.
    package static func all(configured: [Configured], stored: [StoredHook], now: UnixTime) -> [HookView] {
        let names = Set(configured.map(\.name))
        return configured.map { hook in
            HookView(name: hook.name, configured: hook, stored: stored.first { $0.name == hook.name }, now: now)
        }
            + stored.filter { !names.contains($0.name) }.map {
                HookView(name: $0.name, configured: nil, stored: $0, now: now)
            }
    }

    /// `run`, `webhook`, or `not configured`.
    package var kind: String { configured?.kind ?? "not configured" }

    /// What it wants to be notified of, in the words of the configuration.
    package var on: String { configured?.on.joined(separator: " ") ?? "" }

    /// Its deliveries.
    package var counts: DeliveryCounts { stored?.counts ?? DeliveryCounts() }

    /// Keys are only ever added; what is unknown is null.
    package var json: JSONObject { Self.fields.object(self) }

    /// Its keys.
    package static let fields: JSONFields<HookView> = [
        JSONField("name", "the name of its section") { .string($0.name.rawValue) },
        JSONField("kind", "run, webhook or another kind; not configured where only the store knows it") {
            .string($0.kind)
        },
        JSONField("on", "what it is told of, as configured") { .string($0.on) },
        JSONField("state", "ok, waiting, held, dead, silenced, disabled or removed") { .string($0.state.rawValue) },
        JSONField("waiting", "deliveries that wait") { .integer($0.counts.waiting) },
        JSONField("delivered", "deliveries that arrived") { .integer($0.counts.delivered) },
        JSONField("dead", "deliveries that were given up") { .integer($0.counts.dead) },
        JSONField("last_success", "when one arrived last") { .seconds($0.stored?.lastSuccess) },
        JSONField("target", "where it sends, without secrets") { .text($0.configured?.target) },
        JSONField("disabled_since", "when it was switched off") { .seconds($0.stored?.disabled?.since) },
        JSONField("disabled_reason", "why") { .text($0.stored?.disabled?.reason) },
        JSONField("silenced_until", "until when nothing is delivered") { .seconds($0.stored?.silencedUntil) },
        JSONField("abandoned", "deliveries of a hook that left the configuration") {
            .integer(Int64($0.counts.abandoned))
        },
        JSONField("held_since", "since when its receiver has trouble") { .seconds($0.stored?.hold?.since) },
        JSONField("held_until", "when it is probed next") { .seconds($0.stored?.hold?.until) },
        JSONField("held_reason", "what the trouble is") { .text($0.stored?.hold?.reason) },
    ]
}
