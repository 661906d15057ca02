package import FineTuning
package import JobStorage
package import Text

extension WatchNote {
    /// One or two words behind a status: `not visible`, `stalled`.
    package var word: String { unseenSince != nil ? "not visible" : "stalled" }

    /// A sentence without its subject, for example `stalled since 14:02: no step, event or change since`.
    package func sentence(now: UnixTime, time: LocalTime) -> String {
        if let unseenSince {
            return """
                not visible to the daemon's key since \(time.brief(unseenSince, now: now)) (404), and it was submitted \
                here: is the key that submitted it another project's?
                """
        }
        return stalledAt.map { "stalled, seen at \(time.brief($0, now: now)): no sign of life for long" } ?? ""
    }
}
