internal import Glibc

/// Small files that are there whole or not at all.
package enum WholeFile {
    /// Anything beyond this is not a small file: 1 MiB.
    package static let greatestSize = 1 << 20

    /// What a new file must survive.
    package enum Durability: Sendable {
        /// The end of a process: an old file or none is acceptable after a crash of the machine.
        case process
        /// A crash of the machine: the file and its name are on the disk when the call returns.
        case machine
    }

    /// Writes beside the file, then renames: whoever reads sees the old text or the new one.
    ///
    /// - Parameter mode: the new file's permissions, whatever the umask says.
    package static func replace(
        _ path: String, with bytes: [UInt8], mode: UInt32, durability: Durability
    ) throws(FileError) {
        let (temporary, file) = try makeTemporary(beside: path, mode: mode)
        fchmod(file.number, mode)
        do throws(FileError) {
            try attempt("write", temporary) { () throws(SystemError) in try file.write(bytes) }
            if durability == .machine, fsync(file.number) != 0 { throw FileError("sync", temporary, errno: errno) }
            guard rename(temporary, path) == 0 else { throw FileError("replace", path, errno: errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        if durability == .machine { try sync(directory: directory(of: path)) }
    }

    /// A new file of ours beside a path: what an interrupted run left there is taken away, and what others put there,
    /// perhaps a pipe, is never opened.
    private static func makeTemporary(
        beside path: String, mode: UInt32
    ) throws(FileError) -> (path: String, file: Descriptor) {
        let usual = path + ".new"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
        do throws(SystemError) { return (usual, try Descriptor(usual, flags, mode: mode)) } catch {
            guard error.code == EEXIST else { throw FileError("write", usual, errno: error.code) }
        }
        // In a directory with the sticky bit somebody else's file stays, and ours gets a name that nobody can foresee.
        let name = unlink(usual) == 0 ? usual : "\(path).\(UInt64.random(in: .min ... .max)).new"
        return (
            name, try attempt("write", name) { () throws(SystemError) in try Descriptor(name, flags, mode: mode) }
        )
    }

    /// Makes names that came and went in a directory survive a crash of the machine.
    package static func sync(directory: String) throws(FileError) {
        let file = try attempt("open", directory) { () throws(SystemError) in
            try Descriptor(directory, O_RDONLY | O_DIRECTORY)
        }
        guard fsync(file.number) == 0 else { throw FileError("sync", directory, errno: errno) }
    }

    /// Names the operation and the path where the system refuses.
    private static func attempt<Value>(
        _ operation: String, _ path: String, _ body: () throws(SystemError) -> Value
    ) throws(FileError) -> Value {
        do throws(SystemError) { return try body() } catch { throw FileError(operation, path, errno: error.code) }
    }

    /// The directory part of a path, `.` where it has none.
    package static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The whole of a regular file that is small enough; nil when it is not there.
    ///
    /// - Parameters:
    ///   - greatestSize: a larger file, in bytes, is refused.
    ///   - followsLinks: whether the name may be a link.
    package static func read(
        _ path: String, greatestSize: Int = greatestSize, followsLinks: Bool = false
    ) throws(FileError) -> [UInt8]? {
        let file: RegularFile
        do throws(RegularFileError) { file = try RegularFile(path, followsLinks: followsLinks) } catch {
            switch error {
            case .notOpened(let error) where error.code == ENOENT: return nil
            case .notOpened(let error), .notExamined(let error): throw FileError("read", path, errno: error.code)
            case .notRegular: throw FileError("read", path, cause: tooLarge)
            }
        }
        guard file.size <= greatestSize else { throw FileError("read", path, cause: tooLarge) }
        return try attempt("read", path) { () throws(SystemError) in try file.bytes(limit: greatestSize) }
    }

    private static let tooLarge = "it is not a small regular file"

    /// Makes a directory and its parents where they are not there.
    ///
    /// - Parameter mode: of the ones that are made, before the umask.
    package static func makeDirectory(_ path: String, mode: UInt32) throws(FileError) {
        var facts = stat()
        if stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR { return }
        let parent = directory(of: path)
        if parent != path { try makeDirectory(parent, mode: mode) }
        var made = stat()
        let code = mkdir(path, mode) == 0 ? 0 : errno
        // Somebody else may have made it meanwhile, but it must be one.
        guard code == 0 || (code == EEXIST && stat(path, &made) == 0 && made.st_mode & S_IFMT == S_IFDIR) else {
            throw FileError("make the directory", path, errno: code)
        }
    }

    /// The names in a directory, sorted; empty when it is not there.
    ///
    /// - Parameter bound: how many are read at most, in whatever order the directory has them.
    package static func names(in directory: String, atMost bound: Int = .max) throws(FileError) -> [String] {
        guard let stream = opendir(directory) else {
            if errno == ENOENT { return [] }
            throw FileError("read", directory, errno: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < bound, let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }
}
