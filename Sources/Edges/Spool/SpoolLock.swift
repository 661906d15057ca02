import Files

/// The right to work on one submission, held until it is released; the kernel frees it when the holder dies.
///
/// The lock is a file of its own beside the record, because the record is replaced at every step and a lock on the old
/// file would guard nothing.
public final class SpoolLock: Sendable {
    private let lock: FileLock

    /// Takes the lock if nobody else holds it, without waiting.
    ///
    /// - Returns: nil when somebody else works on the submission.
    static func take(_ path: String) throws(FileError) -> SpoolLock? {
        // The group may take over what another of its users left.
        try FileLock.take(path, mode: 0o660, ignoresUmask: true).map(SpoolLock.init)
    }

    private init(_ lock: FileLock) { self.lock = lock }
}
