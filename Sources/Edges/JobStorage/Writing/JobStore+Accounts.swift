package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// The row of an account that is to be watched, made when there is none.
    ///
    /// Under another identity (URL, key, organization, project) the listing shows another history: the last complete
    /// listing is forgotten, so that nothing in it counts as news. To be called when the server has answered under it.
    package func account(_ name: AccountName, identity: String) throws -> WatchedAccount {
        let stored = try reader.account(name)
        if let stored, stored.identity == identity { return stored }
        let account = stored?.under(identity) ?? WatchedAccount(name: name, identity: identity)
        try database.run(AccountRow.replace, AccountRow.values(account))
        return account
    }

    /// Stores an account's row where it differs.
    package func save(_ account: WatchedAccount) throws {
        guard try reader.account(account.name) != account else { return }
        try database.run(AccountRow.replace, AccountRow.values(account))
    }
}
