package import FineTuning
package import JobStorage
package import Text

/// What keeps hooks from being told, a sentence each.
package enum HookTrouble {
    /// A receiver's trouble that is shorter is none to speak of: it asked for a moment.
    private static let patience: Duration = .seconds(60)

    /// What is wrong with the hooks, by name; empty where nothing is.
    ///
    /// - Parameter hooks: as the store has them.
    package static func sentences(_ hooks: [StoredHook], now: UnixTime, time: LocalTime) -> [String] {
        hooks.flatMap { hook -> [String] in
            let name = hook.name.rawValue.printable
            var sentences: [String] = []
            if let disabled = hook.disabled {
                let since = time.brief(disabled.since, now: now)
                sentences.append("hook \(name) is switched off since \(since): \(disabled.reason.printable)")
            } else if let hold = hook.hold, now - hold.since >= patience {
                sentences.append(
                    "hook \(name) is held since \(time.brief(hold.since, now: now)), next try "
                        + "\(time.brief(max(hold.until, now), now: now)): \(hold.reason.printable)")
            }
            if hook.counts.dead > 0 { sentences.append(dead(hook.counts.dead, "to \(name)")) }
            return sentences
        }
    }

    /// `3 notices were given up: ftctl hooks deliveries --dead`, for all hooks together; nil where there are none.
    ///
    /// - Parameter count: of dead deliveries.
    package static func dead(_ count: Int) -> String? { count > 0 ? dead(count, nil) : nil }

    private static func dead(_ count: Int, _ whom: String?) -> String {
        let notices = HumanText.count(count, "notice") + (whom.map { " \($0)" } ?? "")
        return "\(notices) \(count == 1 ? "was" : "were") given up: ftctl hooks deliveries --dead"
    }
}
