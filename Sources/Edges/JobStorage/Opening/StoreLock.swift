internal import Files
internal import Glibc

/// The right to write a store: a lock on a file beside it, held as long as this value lives.
///
/// The kernel frees it when the process ends, however it ends. The store itself is never opened for this: closing any
/// other descriptor on it would drop SQLite's own locks.
package final class StoreLock: Sendable {
    /// The lock file.
    package let path: String

    private let lock: FileLock

    /// The lock file of a store: `ftd.lock` in its directory.
    package static func path(forStore store: String) -> String { "\(WholeFile.directory(of: store))/ftd.lock" }

    /// Takes the lock and writes our process id into the file.
    ///
    /// Somebody who looks whether it is held has it for an instant, so it is tried for a second.
    ///
    /// - Throws: ``StoreError/held(path:pid:)`` when another process has it, ``StoreError/cannotLock(path:reason:)``
    ///   when the file cannot be used.
    package init(store: String) throws(StoreError) {
        let path = Self.path(forStore: store)
        let taken: FileLock?
        do throws(FileError) { taken = try FileLock.take(path, mode: 0o640, within: .seconds(1)) } catch {
            throw .cannotLock(path: path, reason: error.cause)
        }
        guard let taken else { throw .held(path: store, pid: Self.pid(in: path)) }
        taken.note("\(getpid())\n")
        self.path = path
        lock = taken
    }

    /// Whether a daemon works on the store; nil when that cannot be known, because the lock file cannot be read.
    package static func isHeld(store: String) -> Bool? {
        do throws(SystemError) { return try FileLock.isHeld(path(forStore: store)) } catch { return nil }
    }

    /// Who has the lock, for a message; nil when the file does not say.
    private static func pid(in path: String) -> Int? {
        do throws(FileError) {
            guard let bytes = try WholeFile.read(path, greatestSize: 20) else { return nil }
            return Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
        } catch {
            return nil
        }
    }
}
