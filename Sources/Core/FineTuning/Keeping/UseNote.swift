/// What somebody says to have asked a model: it is still in use.
public struct UseNote: Sendable, Hashable {
    /// The account under which it was asked.
    public var account: AccountName
    /// The model.
    public var model: ModelName
    /// When it answered last.
    public var usedAt: UnixTime

    /// A note of what was asked when.
    public init(account: AccountName, model: ModelName, usedAt: UnixTime) {
        self.account = account
        self.model = model
        self.usedAt = usedAt
    }
}
