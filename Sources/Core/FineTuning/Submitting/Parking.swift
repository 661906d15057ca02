/// A limit of the account that stands in the way of a submission, and when it is tried again.
public struct Parking: Hashable, Sendable {
    /// What the server said, as a sentence.
    public var reason: String
    /// When the submission was parked first.
    public var since: UnixTime
    /// How often the server has refused it by now; at least 1.
    public var tries: Int
    /// When it is tried again.
    public var retryAt: UnixTime

    /// Describes a parked submission.
    public init(reason: String, since: UnixTime, tries: Int, retryAt: UnixTime) {
        self.reason = reason
        self.since = since
        self.tries = max(1, tries)
        self.retryAt = retryAt
    }

    /// What a refusal by a limit means: each one lets the submission wait twice as long.
    ///
    /// - Parameter earlier: what it was parked by before, if it was.
    package init(reason: String, after earlier: Parking?, at time: UnixTime) {
        let tries = min(earlier?.tries ?? 0, 1_000_000) + 1
        self.init(
            reason: reason, since: earlier?.since ?? time, tries: tries, retryAt: time + Self.wait(afterTries: tries))
    }

    /// How long it waits after so many refusals: 10 min, doubled each time, 4 h at most.
    package static func wait(afterTries tries: Int) -> Duration {
        min(greatestWait, .seconds(600) * (1 << min(max(tries, 1) - 1, 10)))
    }

    private static let greatestWait: Duration = .seconds(4 * 3600)

    /// Whether it is to be tried now; a time further away than its own wait came from another clock.
    package func isDue(at time: UnixTime) -> Bool {
        time >= retryAt || retryAt - time > Self.wait(afterTries: tries)
    }

    /// The same, to be tried now.
    package func due(at time: UnixTime) -> Parking {
        Parking(reason: reason, since: since, tries: tries, retryAt: min(retryAt, time))
    }
}
