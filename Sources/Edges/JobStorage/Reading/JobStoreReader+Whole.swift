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
}
