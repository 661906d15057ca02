/// An account as it is watched: which history its listing shows, how far that was read, and whether it can be.
public struct WatchedAccount: Hashable, Sendable {
    /// The name of its section.
    public var name: AccountName
    /// A fingerprint of its URL, key, organization and project: when it changes, what is listed is another history.
    public var identity: String
    /// The number of the last listing that wrote anything; the next one is this plus 1.
    public var listing: Int64
    /// The server's `Date` of the last complete listing that was written down; nil when there was none under this
    /// identity.
    public var lastCompleteListing: UnixTime?
    /// The job behind which the running full listing goes on.
    public var fullListingAfter: JobID?
    /// When the running full listing began; nil when none is under way.
    public var fullListingStarted: UnixTime?
    /// When the last full listing was completed.
    public var fullListingCompleted: UnixTime?
    /// Since when it cannot be watched properly, and why; nil while it can.
    public var degraded: Degradation?

    /// Why an account cannot be watched properly.
    public struct Degradation: Hashable, Sendable {
        /// When that was first seen.
        public var since: UnixTime
        /// A sentence for an operator.
        public var reason: String

        /// Describes a degradation.
        public init(since: UnixTime, reason: String) {
            self.since = since
            self.reason = reason
        }
    }

    /// An account that was never listed.
    public init(name: AccountName, identity: String) {
        self.name = name
        self.identity = identity
        listing = 0
    }

    /// The account under an identity: another one than its own has listed nothing yet, but is degraded all the same.
    public func under(_ identity: String) -> WatchedAccount {
        guard identity != self.identity else { return self }
        var account = WatchedAccount(name: name, identity: identity)
        account.listing = listing
        account.degraded = degraded
        return account
    }
}
