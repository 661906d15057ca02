internal import Glibc

/// The right to make files in a directory, held until it is released; the kernel frees it when the holder dies.
public final class DirectoryLock: Sendable {
    private let descriptor: Descriptor

    /// Takes the lock on the directory itself, waiting for it: whoever has it holds it for milliseconds.
    ///
    /// - Throws: `FileError`, also when nobody gives it up within the bound.
    package init(_ path: String, within bound: Duration = .seconds(10)) throws(FileError) {
        do throws(SystemError) {
            descriptor = try Descriptor(path, O_RDONLY | O_DIRECTORY)
            guard try descriptor.lock(within: bound) else { throw SystemError(code: EWOULDBLOCK) }
        } catch {
            throw FileError("lock", path, errno: error.code)
        }
    }
}
