package import FineTuning
internal import SQLiteDatabase

extension JobStoreReader {
    /// Looks through the structure of the whole file, beside whoever writes it.
    ///
    /// - Parameter goesOn: asked every few milliseconds.
    /// - Returns: whether it came to the end.
    /// - Throws: ``StoreError/damaged(path:findings:)`` for what is wrong.
    package func check(while goesOn: @escaping @Sendable () -> Bool) throws -> Bool {
        let findings: [String]
        do {
            findings = try database.interruptible(while: goesOn) { try database.quickCheck() }
        } catch let error as SQLiteError where error.code == .interrupted {
            return false
        } catch {
            throw StoreError(error, path: database.path)
        }
        guard findings.isEmpty else { throw StoreError.damaged(path: database.path, findings: findings) }
        return true
    }

    /// Copies the whole store as it is at one moment, whoever writes it meanwhile.
    ///
    /// - Parameters:
    ///   - path: an empty file, or none.
    ///   - goesOn: asked every few milliseconds.
    /// - Returns: whether it came to the end; otherwise the file is of no use.
    package func copy(to path: String, while goesOn: @escaping @Sendable () -> Bool) throws -> Bool {
        do {
            try database.interruptible(while: goesOn) { try database.copy(to: path) }
            return true
        } catch let error as SQLiteError where error.code == .interrupted {
            return false
        }
    }

    /// Every job that has ended and whose details were all fetched, so that a copy of the store has the whole of it.
    package func wholeJobs() throws -> [JobKey] {
        try database.rows(
            """
            SELECT account, id FROM jobs
            WHERE lower(status) IN (\(SQLText.list(JobStatus.terminalWords))) AND harvest_missing = 0
            ORDER BY account, id
            """
        ) { JobKey(account: AccountName($0.text()), job: JobID($0.text())) }
    }

    /// What users say to have taken along, by what it is and whose word it is.
    package func exports() throws -> [StoredExport] {
        guard schema >= Schema.firstWithExports else { return [] }
        return try database.rows(
            "SELECT account, kind, id, owner, exported_at FROM exports ORDER BY account, kind, id, owner"
        ) { row -> StoredExport? in
            let account = AccountName(row.text())
            guard let kind = StoredExport.Kind(rawValue: row.text()) else { return nil }
            let id = row.text()
            guard let owner = UInt32(exactly: row.integer()) else { return nil }
            return StoredExport(account: account, kind: kind, id: id, owner: owner, exportedAt: row.time())
        }.compactMap(\.self)
    }
}
