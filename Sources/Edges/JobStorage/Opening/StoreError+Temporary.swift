internal import SQLiteDatabase

extension StoreError {
    /// Whether an error of the store may go away without anybody restarting the daemon.
    ///
    /// A full disk and a busy file do. A failed sync does not: what the file holds then is not known (the SQLite page on
    /// atomic commit leaves it to a fresh start to read it again).
    package static func isTemporary(_ error: any Error) -> Bool {
        guard let error = error as? SQLiteError else { return false }
        return [.full, .busy, .locked].contains(error.code)
    }
}
