package import FineTuning
package import JobViews
package import Text

/// What every page is made with.
package struct PageContext: Sendable {
    package let now: UnixTime
    package let time: LocalTime
    package let links: PageLinks
    /// How the daemon is.
    package let health: DaemonHealth
    /// The sums of the store.
    package let tally: StoreTally

    package init(now: UnixTime, time: LocalTime, links: PageLinks, health: DaemonHealth, tally: StoreTally) {
        self.now = now
        self.time = time
        self.links = links
        self.health = health
        self.tally = tally
    }

    /// A moment with the day where it is not today, the whole of it for who points at it.
    func moment(_ time: UnixTime?) -> Markup {
        guard let time else { return .none }
        return
            "<time datetime=\"\(Self.machine(time))\" title=\"\(self.time.full(time))\">\(self.time.brief(time, now: now))</time>"
    }

    /// A moment to the second.
    func full(_ time: UnixTime?) -> Markup {
        guard let time else { return .none }
        return "<time datetime=\"\(Self.machine(time))\">\(self.time.full(time))</time>"
    }

    /// `2026-11-21T17:02:30Z` (RFC 3339).
    static func machine(_ time: UnixTime) -> String {
        LocalTime(zone: .utc).full(time).split(separator: " ").joined(separator: "T") + "Z"
    }

    /// Whether accounts are worth a column.
    var showsAccounts: Bool { health.accounts.count > 1 || tally.jobs.count > 1 }
}
