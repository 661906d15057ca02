internal import FineTuning
internal import SQLiteDatabase

/// The columns of `accounts`.
enum AccountRow {
    private static let all = Columns<WatchedAccount>([
        Column("account", write: { .id($0.name) }, read: { $1.name = AccountName($0.text()) }),
        Column("identity", write: { .text($0.identity) }, read: { $1.identity = $0.text() }),
        Column("listing", write: { .integer($0.listing) }, read: { $1.listing = $0.integer() }),
        Column(
            "last_complete_listing", write: { .seconds($0.lastCompleteListing) },
            read: { $1.lastCompleteListing = $0.optionalTime() }),
        Column(
            "full_listing_after", write: { .id($0.fullListingAfter) }, read: { $1.fullListingAfter = $0.optionalID() }),
        Column(
            "full_listing_started", write: { .seconds($0.fullListingStarted) },
            read: { $1.fullListingStarted = $0.optionalTime() }),
        Column(
            "full_listing_completed", write: { .seconds($0.fullListingCompleted) },
            read: { $1.fullListingCompleted = $0.optionalTime() }),
        Column(
            "degraded_since", write: { .seconds($0.degraded?.since) },
            read: { row, account in
                account.degraded = row.optionalTime().map { WatchedAccount.Degradation(since: $0, reason: "") }
            }),
        Column(
            "degraded_reason", write: { .optional($0.degraded?.reason) },
            read: { row, account in
                if let reason = row.optionalText() { account.degraded?.reason = reason }
            }),
    ])

    /// What a select that is read by ``read(_:)`` must select.
    static let columns = all.list

    /// Stores a row whole, with ``values(_:)``.
    static let replace = "INSERT OR REPLACE INTO accounts (\(columns)) VALUES (\(all.parameters(from: 1)))"

    /// The values of ``replace``.
    static func values(_ account: WatchedAccount) -> [SQLiteValue] { all.values(account) }

    /// Reads ``columns``.
    static func read(_ row: inout ResultRow) -> WatchedAccount {
        var account = WatchedAccount(name: AccountName(""), identity: "")
        all.read(&row, into: &account)
        return account
    }
}
