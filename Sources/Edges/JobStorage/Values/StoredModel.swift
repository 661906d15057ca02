package import FineTuning

/// A model that is watched: a tuned one, or a base model with a date.
package struct StoredModel: Sendable, Hashable {
    /// The account that can ask it.
    package var account: AccountName
    /// Its name.
    package var model: ModelName
    /// What it was tuned from; itself for a base model.
    package var base: ModelName
    /// The job that made it, if we know one.
    package var job: JobID?
    /// When it was made.
    package var createdAt: UnixTime?
    /// When it stops answering, if that is known.
    package var shutdownAt: UnixTime?
    /// When we last asked it.
    package var lastUsed: UnixTime?

    package init(
        account: AccountName, model: ModelName, base: ModelName? = nil, job: JobID? = nil, createdAt: UnixTime? = nil,
        shutdownAt: UnixTime? = nil, lastUsed: UnixTime? = nil
    ) {
        self.account = account
        self.model = model
        self.base = base ?? model.base
        self.job = job
        self.createdAt = createdAt
        self.shutdownAt = shutdownAt
        self.lastUsed = lastUsed
    }
}
