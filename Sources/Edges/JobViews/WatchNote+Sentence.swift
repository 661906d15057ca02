package import FineTuning
package import JobStorage
package import Text

extension WatchNote {
    /// One or two words behind a status: `not visible`, `stalled`, `diverging`.
    package var word: String { unseenSince != nil ? "not visible" : stalledAt != nil ? "stalled" : "diverging" }

    /// A sentence without its subject, for example `stalled, seen at 14:02: no sign of life for long`.
    package func sentence(now: UnixTime, time: LocalTime) -> String {
        if let unseenSince {
            return """
                not visible to the daemon's key since \(time.brief(unseenSince, now: now)) (404), and it was submitted \
                here: is the key that submitted it another project's?
                """
        }
        let stalled = stalledAt.map { "stalled, seen at \(time.brief($0, now: now)): no sign of life for long" }
        let diverging = divergence.map {
            "diverging, seen at \(time.brief($0.since, now: now)): \($0.reason.printable)"
        }
        return [stalled, diverging].compactMap(\.self).joined(separator: "; ")
    }
}
