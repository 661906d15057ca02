/// What somebody says to have taken along: from then on it is safe elsewhere, too.
public struct ExportNote: Sendable, Hashable {
    /// The account of all that is named.
    public var account: AccountName
    /// Jobs whose details were all copied after they had ended and been fetched.
    public var jobs: [JobID]
    /// Files whose bytes were copied.
    public var files: [FileID]
    /// When the copy was whole.
    public var exportedAt: UnixTime

    /// A note of what was copied when.
    public init(account: AccountName, jobs: [JobID] = [], files: [FileID] = [], exportedAt: UnixTime) {
        self.account = account
        self.jobs = jobs
        self.files = files
        self.exportedAt = exportedAt
    }
}
