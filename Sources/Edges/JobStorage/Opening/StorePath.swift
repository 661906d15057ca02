internal import Files
internal import Glibc

/// What can be said of a store's path without opening the file.
package enum StorePath {
    /// Looks at a file by its name alone.
    ///
    /// - Throws: ``StoreError/absent(path:)``, ``StoreError/notReadable(path:)``, or ``StoreError/notOurs(path:)`` for a
    ///   directory or device.
    static func checkReadable(_ path: String) throws(StoreError) {
        // With the effective rights, which are the ones `open` goes by.
        guard faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0 else { return try checkKind(path) }
        switch errno {
        case ENOENT, ENOTDIR: throw .absent(path: path)
        default: throw .notReadable(path: path)
        }
    }

    /// A store is a regular file: SQLite would take a pipe's or a directory's name, and fail late.
    private static func checkKind(_ path: String) throws(StoreError) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { throw .notOurs(path: path) }
    }

    /// Makes sure that the directory is there.
    ///
    /// - Parameter making: whether it and its parents are made when they are not, for the owner alone.
    package static func prepareDirectory(_ path: String, making: Bool) throws(StoreError) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
        guard making else { throw .noDirectory(path: path) }
        do throws(FileError) { try WholeFile.makeDirectory(path, mode: 0o700) } catch {
            throw .cannotMake(path: error.path, reason: error.cause)
        }
    }

    /// Makes an empty file with the mode that a store has, if there is none: SQLite would let everybody read it.
    ///
    /// Nobody has it open yet, so closing this descriptor drops no lock.
    static func createFile(_ path: String) throws(StoreError) {
        do throws(SystemError) { _ = try Descriptor(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o640) } catch {
            switch error.code {
            case EEXIST: try checkKind(path)
            case EACCES, EPERM: throw .notReadable(path: path)
            default: throw .cannotMake(path: path, reason: "\(error)")
            }
        }
    }

    /// The size in bytes of a file beside the store; 0 where there is none.
    static func size(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
