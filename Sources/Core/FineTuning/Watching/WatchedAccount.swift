/// An account as it is watched: which history its listing shows, how far that was read, and whether it can be.
package struct WatchedAccount: Hashable, Sendable {
    /// The name of its section.
    package var name: AccountName
    /// A fingerprint of its URL, key, organization and project: when it changes, what is listed is another history.
    package var identity: String
    /// The number of the last listing that wrote anything; the next one is this plus 1.
    package var listing: Int64
    /// The server's `Date` of the last complete listing that was written down; nil when there was none under this
    /// identity.
    package var lastCompleteListing: UnixTime?
    /// The job behind which the running full listing goes on.
    package var fullListingAfter: JobID?
    /// When the running full listing began; nil when none is under way.
    package var fullListingStarted: UnixTime?
    /// When the last full listing was completed.
    package var fullListingCompleted: UnixTime?
    /// Since when it cannot be watched properly, and why; nil while it can.
    package var degraded: Degradation?

    /// Why an account cannot be watched properly.
    package struct Degradation: Hashable, Sendable {
        /// When that was first seen.
        package var since: UnixTime
        /// A sentence for an operator.
        package var reason: String

        /// Describes a degradation.
        package init(since: UnixTime, reason: String) {
            self.since = since
            self.reason = reason
        }
    }

    /// An account that was never listed.
    package init(name: AccountName, identity: String) {
        self.name = name
        self.identity = identity
        listing = 0
    }

    /// The account under an identity: another one than its own has listed nothing yet, but is degraded all the same.
    package func under(_ identity: String) -> WatchedAccount {
        guard identity != self.identity else { return self }
        var account = WatchedAccount(name: name, identity: identity)
        account.listing = listing
        account.degraded = degraded
        return account
    }

    /// How old the written time of the last complete listing may become while nothing else changes.
    ///
    /// Writing it at every poll would cost more than a wider margin for late jobs.
    static let listingTimeTolerance: Duration = .seconds(3600)

    /// Whether the written time of the last complete listing is no longer good enough: absent, old, or in the future.
    func isListingTimeOld(at date: UnixTime) -> Bool {
        guard let lastCompleteListing else { return true }
        let age = date - lastCompleteListing
        return age >= Self.listingTimeTolerance || age < .zero
    }
}
