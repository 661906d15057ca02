internal import Glibc

/// A lock on a file that is there for it alone, held until it is released; the kernel frees it when the holder dies.
package final class FileLock: Sendable {
    private let descriptor: Descriptor

    private let identity: FileIdentity

    private init(_ descriptor: Descriptor, _ identity: FileIdentity) {
        self.descriptor = descriptor
        self.identity = identity
    }

    /// Whether the path still leads to the locked file: once its file was removed, a lock keeps nobody out.
    package func isInPlace(_ path: String) -> Bool {
        do throws(SystemError) { return try FileIdentity(of: path) == identity } catch { return false }
    }

    /// Takes the lock, making its file where there is none.
    ///
    /// - Parameters:
    ///   - mode: of a file that is made.
    ///   - ignoresUmask: whether the file gets the mode whatever the umask says.
    ///   - bound: how long somebody else may keep it; zero asks once.
    /// - Returns: nil when somebody else has it.
    package static func take(
        _ path: String, mode: UInt32, ignoresUmask: Bool = false, within bound: Duration = .zero
    ) throws(FileError) -> FileLock? {
        do throws(SystemError) {
            // A holder may remove the file before it releases the lock: a lock on a file that has lost its name guards
            // nothing, so the name is compared after the lock was given.
            for _ in 0..<10 {
                guard let descriptor = try open(path, mode: mode, ignoresUmask: ignoresUmask) else { continue }
                guard try descriptor.lock(within: bound) else { return nil }
                let lock = FileLock(descriptor, FileIdentity(try descriptor.status()))
                if lock.isInPlace(path) { return lock }
            }
        } catch {
            throw FileError("lock", path, errno: error.code)
        }
        throw FileError("lock", path, cause: "the file keeps being replaced")
    }

    /// The file, made where there is none; nil when it came or went meanwhile.
    ///
    /// Never made over one that is there: in a directory where several users write, the system may refuse that for a file
    /// of somebody else (`fs.protected_regular`).
    private static func open(_ path: String, mode: UInt32, ignoresUmask: Bool) throws(SystemError) -> Descriptor? {
        let flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        let descriptor: Descriptor
        do throws(SystemError) { descriptor = try Descriptor(path, flags) } catch {
            guard error.code == ENOENT else { throw error }
            do throws(SystemError) {
                descriptor = try Descriptor(path, flags | O_CREAT | O_EXCL, mode: mode)
            } catch {
                guard error.code == EEXIST else { throw error }
                return nil
            }
        }
        if ignoresUmask { fchmod(descriptor.number, mode) }
        return descriptor
    }

    /// Whether somebody has the lock; looking takes it for an instant, so others should try more than once.
    ///
    /// Who may not open the file asks the kernel's table.
    ///
    /// - Throws: ``SystemError`` when that cannot be known.
    package static func isHeld(_ path: String) throws(SystemError) -> Bool {
        let descriptor: Descriptor
        do throws(SystemError) { descriptor = try Descriptor(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK) } catch {
            switch error.code {
            case ENOENT: return false
            case EACCES, EPERM: return try LockTable.current().locks(FileIdentity(of: path))
            default: throw error
            }
        }
        return try !descriptor.lock(.shared)
    }

    /// Writes into the file who holds it, for messages of others only: the lock is what counts.
    package func note(_ text: String) {
        let bytes = Array(text.utf8)
        guard ftruncate(descriptor.number, 0) == 0 else { return }
        _ = pwrite(descriptor.number, bytes, bytes.count, 0)
    }
}
