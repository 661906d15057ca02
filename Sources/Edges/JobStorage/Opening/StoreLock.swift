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

    /// The lock file of a store: `ftd.lock` beside the file itself, also where the path is a link.
    static func path(forStore store: String) throws(SystemError) -> String {
        "\(WholeFile.directory(of: try WholeFile.realPath(store)))/ftd.lock"
    }

    /// Takes the lock and writes our process id into the file, which is for its owner alone: who can open it could hold
    /// the lock.
    ///
    /// - Parameters:
    ///   - store: the store's file, which need not be there yet.
    ///   - patience: how long another daemon may take to give it up; one that is stopping does.
    /// - Throws: ``StoreError/held(path:pid:)`` when another process has it, ``StoreError/cannotLock(path:reason:)``
    ///   when the file cannot be used.
    package init(store: String, patience: Duration) throws(StoreError) {
        let path: String
        do throws(SystemError) { path = try Self.path(forStore: store) } catch {
            throw .cannotMake(path: store, reason: "\(error)")
        }
        let taken: FileLock?
        do throws(FileError) {
            taken = try FileLock.take(path, mode: 0o600, ignoresUmask: true, within: patience)
        } catch {
            throw .cannotLock(path: path, reason: error.cause)
        }
        guard let taken else { throw .held(path: store, pid: Self.pid(in: path)) }
        taken.note("\(getpid())\n")
        self.path = path
        lock = taken
    }

    /// Whether the lock still keeps others out: somebody may have removed its file.
    var isInPlace: Bool { lock.isInPlace(path) }

    /// Whether a daemon works on the store; nil when that cannot be known.
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
