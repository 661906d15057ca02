internal import FineTuning
internal import SQLiteDatabase

/// How an account is put into its columns and read from them.
enum AccountRow {
    /// What a select that is read by ``read(_:)`` must select.
    static let columns = """
        account, identity, listing, last_complete_listing, full_listing_after, full_listing_started, \
        full_listing_completed, degraded_since, degraded_reason
        """

    /// Stores a row whole.
    static let replace = """
        INSERT OR REPLACE INTO accounts (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """

    static func values(_ account: StoredAccount) -> [SQLiteValue] {
        [
            .text(account.name.rawValue), .text(account.identity), .integer(account.listing),
            .seconds(account.lastCompleteListing), .id(account.fullListingAfter), .seconds(account.fullListingStarted),
            .seconds(account.fullListingCompleted), .seconds(account.degraded?.since),
            .optional(account.degraded?.reason),
        ]
    }

    static func read(_ row: inout Row) -> StoredAccount {
        var account = StoredAccount(name: AccountName(row.text()), identity: row.text())
        account.listing = row.integer()
        account.lastCompleteListing = row.optionalTime()
        account.fullListingAfter = row.optionalText().map { JobID($0) }
        account.fullListingStarted = row.optionalTime()
        account.fullListingCompleted = row.optionalTime()
        let since = row.optionalTime()
        let reason = row.optionalText()
        account.degraded = since.map { StoredAccount.Degradation(since: $0, reason: reason ?? "") }
        return account
    }
}
