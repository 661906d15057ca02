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

    /// Whether an error means that nothing can be written: a full or failing disk, a lock of another process, a right.
    package static func isOfWriting(_ error: any Error) -> Bool {
        guard let error = error as? SQLiteError else { return false }
        return [.full, .busy, .locked, .readOnly, .ioError, .permission, .cannotOpen].contains(error.code)
    }

    /// The error as a sentence, with the processes that keep the store's lock where the system tells them.
    ///
    /// - Parameter path: the store's file.
    package static func explained(_ error: any Error, store path: String) -> String {
        guard let failure = error as? SQLiteError, failure.code == .busy else { return "\(error)" }
        let holders = LockHolders.processes(of: path).map { id in
            "pid \(id)" + (LockHolders.name(of: id).map { " (\($0))" } ?? "")
        }
        return "\(error)" + (holders.isEmpty ? "" : " Its lock is held by \(holders.joined(separator: ", ")).")
    }
}
