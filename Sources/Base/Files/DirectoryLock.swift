import Glibc

/// The right to make files in a directory, held until it is released; the kernel frees it when the holder dies.
public final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock on the directory itself, waiting for it: whoever has it holds it for milliseconds.
    ///
    /// - Throws: `FileError`, also when nobody gives it up within the bound.
    package init(_ path: String, within bound: Duration = .seconds(10)) throws(FileError) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("lock", path, errno: errno) }
        let end = ContinuousClock.now + bound
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR, ContinuousClock.now < end else {
                throw FileError("lock", path, errno: code)
            }
            usleep(10_000)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
