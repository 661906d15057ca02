internal import Files
internal import Glibc

/// The right to write a store: a lock on a file beside it, held as long as this value lives.
///
/// The kernel frees it when the process ends, however it ends. The store itself is never opened for this: closing any
/// other descriptor on it would drop SQLite's own locks.
package final class StoreLock: Sendable {
    /// The lock file.
    package let path: String

    private let descriptor: Int32

    /// The lock file of a store: `ftd.lock` in its directory.
    package static func path(forStore store: String) -> String { "\(WholeFile.directory(of: store))/ftd.lock" }

    /// Takes the lock and writes our process id into the file.
    ///
    /// Somebody who looks whether it is held has it for an instant, so a few tries are made, for a second at most.
    ///
    /// - Throws: ``StoreError/held(path:pid:)`` when another process has it, ``StoreError/cannotLock(path:reason:)``
    ///   when the file cannot be used.
    package init(store: String) throws(StoreError) {
        path = Self.path(forStore: store)
        // Closed on exec: a hook that outlives us must not keep the lock.
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else {
            throw StoreError.cannotLock(path: path, reason: String(cString: strerror(errno)))
        }
        var tries = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            tries += 1
            guard code == EWOULDBLOCK, tries < 20 else {
                let pid = Self.pid(in: descriptor)
                close(descriptor)
                guard code == EWOULDBLOCK else {
                    throw StoreError.cannotLock(path: path, reason: String(cString: strerror(code)))
                }
                throw StoreError.held(path: store, pid: pid)
            }
            usleep(50_000)
        }
        let text = Array("\(getpid())\n".utf8)
        // Only for the other one's message: the lock is what counts.
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
    }

    deinit { close(descriptor) }

    /// Whether a daemon works on the store; nil when that cannot be known, because the lock file cannot be read.
    package static func isHeld(store: String) -> Bool? {
        let descriptor = open(path(forStore: store), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return errno == ENOENT ? false : nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return false }
        return errno == EWOULDBLOCK ? true : nil
    }

    private static func pid(in descriptor: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self))
    }
}
