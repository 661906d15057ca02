package import FineTuning

/// That a job or a file was taken along, in the word of one user.
package struct StoredExport: Sendable, Hashable {
    /// The account to which it belongs.
    package var account: AccountName
    /// `job` or `file`.
    package var kind: Kind
    /// The job's or the file's id.
    package var id: String
    /// The user whose word it is.
    package var owner: UInt32
    /// When the copy was whole.
    package var exportedAt: UnixTime

    /// One user's word about one thing.
    package init(account: AccountName, kind: Kind, id: String, owner: UInt32, exportedAt: UnixTime) {
        self.account = account
        self.kind = kind
        self.id = id
        self.owner = owner
        self.exportedAt = exportedAt
    }

    /// What was taken along.
    package enum Kind: String, Sendable, Hashable {
        case job
        case file
    }
}
