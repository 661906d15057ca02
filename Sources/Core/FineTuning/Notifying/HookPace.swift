/// How fast a hook may be sent its notices: as its settings say, and while a burst lasts no faster than its receiver took
/// the beginning of it.
package struct HookPace: Hashable, Sendable {
    /// The least time between the beginnings of two attempts that the settings ask for.
    private let limit: Duration
    /// What the receiver has shown in this burst.
    private var shown: Duration = .zero
    /// When the last attempt began.
    private var last: UnixTime?
    /// Since when the receiver was sent to without a wait that it asked for.
    private var runBegan: UnixTime?
    /// What it took since then.
    private var taken = 0
    /// What it took at the shown pace.
    private var takenAtPace = 0

    /// The slowest pace that is learnt, and the longest wait that one is learnt from: a longer one is a pause, as of a
    /// receiver that is being mended, and says nothing of how fast it takes notices afterwards.
    package static let slowest: Duration = .seconds(60)
    /// A pace that is slower than this is doubled again and again, as long as the receiver does not ask for time.
    package static let unhurried: Duration = .seconds(5)
    /// After so many that were taken at a slow pace it is doubled.
    package static let patience = 10

    /// A pace of which nothing is known yet but the settings.
    ///
    /// - Parameter rate: the setting `rate`, if there is one.
    package init(rate: DeliveryRate?) { limit = rate?.interval ?? .zero }

    /// Whether attempts wait for each other.
    package var isPaced: Bool { max(limit, shown) > .zero }

    /// How long the next attempt has to wait.
    package func wait(at time: UnixTime) -> Duration {
        let interval = max(limit, shown)
        guard let last, interval > .zero else { return .zero }
        let passed = time - last
        // A clock that was set back makes no wait longer.
        return passed < .zero ? interval : max(interval - passed, .zero)
    }

    /// Notes that an attempt begins.
    package mutating func began(at time: UnixTime) {
        last = time
        if runBegan == nil { runBegan = time }
    }

    /// Notes that the receiver answered that attempt, well or not.
    package mutating func answered() {
        taken += 1
        guard shown > Self.unhurried else { return }
        takenAtPace += 1
        guard takenAtPace >= Self.patience else { return }
        shown = .milliseconds(shown.milliseconds / 2)
        takenAtPace = 0
    }

    /// Notes that the receiver asked for a wait: what it took until that is over is its pace.
    ///
    /// One that took nothing shows none: it may have been away, and takes everything once it is back.
    ///
    /// - Parameter time: now.
    package mutating func held(until end: UnixTime, at time: UnixTime) {
        if let runBegan, taken > 0, end - time <= Self.slowest {
            let interval = Duration.milliseconds((end - runBegan).milliseconds / Int64(taken))
            shown = min(max(interval, .zero), Self.slowest)
        }
        runBegan = nil
        taken = 0
        takenAtPace = 0
    }

    /// Notes that nothing is left to send: the next burst may show another pace.
    package mutating func drained() {
        shown = .zero
        runBegan = nil
        taken = 0
        takenAtPace = 0
    }
}

/// So many notices in such a time: the setting `rate`.
package struct DeliveryRate: Hashable, Sendable {
    /// How many; at least 1.
    package let count: Int
    /// In what time.
    package let period: Duration

    /// That many in that time.
    package init(count: Int, period: Duration) {
        self.count = max(count, 1)
        self.period = period
    }

    /// The time between two of them.
    package var interval: Duration { .milliseconds(period.milliseconds / Int64(count)) }
}
