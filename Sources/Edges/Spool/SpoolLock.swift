import Files
import Glibc

/// The right to work on one submission, held until it is released; the kernel frees it when the holder dies.
///
/// The lock is a file of its own beside the record, because the record is replaced at every step and a lock on the old
/// file would guard nothing.
public final class SpoolLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock if nobody else holds it, without waiting.
    ///
    /// - Returns: nil when somebody else works on the submission.
    static func take(_ path: String) throws(FileError) -> SpoolLock? {
        // Whoever finishes a submission removes its lock file: a lock on a file that has lost its name guards nothing,
        // so the name is compared after the lock was given.
        for _ in 0..<10 {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o660)
            guard descriptor >= 0 else { throw FileError("lock", path, errno: errno) }
            fchmod(descriptor, 0o660)
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                close(descriptor)
                if code == EWOULDBLOCK { return nil }
                throw FileError("lock", path, errno: code)
            }
            var held = stat()
            var named = stat()
            if fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino {
                return SpoolLock(descriptor: descriptor)
            }
            close(descriptor)
        }
        throw FileError("lock", path, cause: "the file keeps being replaced")
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}
