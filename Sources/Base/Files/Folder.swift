internal import Glibc

/// A folder that is worked in through its descriptor: nothing that is done there leaves it, whatever lies in it.
///
/// A name is one component of a path; a symbolic link in the place of a folder or a file is never followed.
package final class Folder: Sendable {
    /// As it was named, for messages.
    package let path: String
    private let descriptor: Descriptor

    /// Opens a folder, and makes it and its parents where they are not there; its own name may be a link.
    ///
    /// - Parameter mode: of folders that are made, before the umask.
    package convenience init(making path: String, mode: UInt32 = 0o700) throws(FileError) {
        try WholeFile.makeDirectory(path, mode: mode)
        try self.init(path)
    }

    /// Opens a folder; its own name may be a link.
    package init(_ path: String) throws(FileError) {
        self.path = path
        do throws(SystemError) { descriptor = try Descriptor(path, O_RDONLY | O_DIRECTORY) } catch {
            throw FileError("open the folder", path, errno: error.code)
        }
    }

    private init(_ descriptor: Descriptor, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Whether a text can be a name here: one component, neither `.` nor `..`.
    package static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 255 && name != "." && name != ".."
            && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }

    private func path(of name: String) -> String { "\(path)/\(name)" }

    private func check(_ name: String, _ operation: String) throws(FileError) {
        guard Self.isName(name) else { throw FileError(operation, path(of: name), cause: "it is no name of a file") }
    }

    /// A folder in this one; nil where there is none.
    ///
    /// - Throws: `FileError`, also where a link or a file has its name.
    package func folder(_ name: String) throws(FileError) -> Folder? {
        try check(name, "open the folder")
        do throws(SystemError) {
            return Folder(
                try Descriptor(name, in: descriptor, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), path: path(of: name))
        } catch {
            if error.code == ENOENT { return nil }
            throw refusal("open the folder", name, error)
        }
    }

    /// A folder in this one, made where there is none.
    package func folder(making name: String, mode: UInt32 = 0o700) throws(FileError) -> Folder {
        if let folder = try folder(name) { return folder }
        guard mkdirat(descriptor.number, name, mode) == 0 || errno == EEXIST else {
            throw FileError("make the folder", path(of: name), errno: errno)
        }
        guard let folder = try folder(name) else { throw FileError("open the folder", path(of: name), errno: ENOENT) }
        return folder
    }

    /// A regular file of this folder, open for reading; nil where there is none of that name.
    ///
    /// - Throws: `FileError`, also where a link, a folder or a pipe has its name.
    package func file(_ name: String) throws(FileError) -> RegularFile? {
        try check(name, "read")
        let file: Descriptor
        do throws(SystemError) {
            file = try Descriptor(name, in: descriptor, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW)
        } catch {
            if error.code == ENOENT { return nil }
            throw refusal("read", name, error)
        }
        do throws(RegularFileError) { return try RegularFile(file, path: path(of: name)) } catch {
            throw FileError("read", path(of: name), cause: "\(error)")
        }
    }

    /// The whole of a file; nil where there is none.
    ///
    /// - Parameter greatestSize: a larger one, in bytes, is refused.
    package func bytes(of name: String, greatestSize: Int) throws(FileError) -> [UInt8]? {
        guard let file = try file(name) else { return nil }
        guard file.size <= greatestSize else {
            throw FileError("read", path(of: name), cause: "it has more than \(greatestSize) bytes")
        }
        do throws(SystemError) { return try file.bytes(limit: greatestSize) } catch {
            throw FileError("read", path(of: name), errno: error.code)
        }
    }

    /// A link says `ELOOP`, or `ENOTDIR` where a folder was expected.
    private func refusal(_ operation: String, _ name: String, _ error: SystemError) -> FileError {
        var status = stat()
        let isLink =
            fstatat(descriptor.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_mode & S_IFMT == S_IFLNK
        guard isLink else { return FileError(operation, path(of: name), errno: error.code) }
        return FileError(operation, path(of: name), cause: "it is a symbolic link, which is not followed")
    }

    /// What lies in the folder, sorted by name, and whether it is a folder itself; a link is none.
    package func entries() throws(FileError) -> [(name: String, isFolder: Bool)] {
        let copy: Descriptor
        do throws(SystemError) {
            copy = try Descriptor(".", in: descriptor, O_RDONLY | O_DIRECTORY)
        } catch {
            throw FileError("read", path, errno: error.code)
        }
        let number = dup(copy.number)
        guard number >= 0, let stream = fdopendir(number) else { throw FileError("read", path, errno: errno) }
        defer { closedir(stream) }
        var entries: [(name: String, isFolder: Bool)] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            var status = stat()
            let isThere = fstatat(descriptor.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0
            entries.append((name, isThere && status.st_mode & S_IFMT == S_IFDIR))
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Takes a file away; one that is not there is no error.
    package func remove(_ name: String) throws(FileError) {
        try check(name, "remove")
        guard unlinkat(descriptor.number, name, 0) == 0 || errno == ENOENT else {
            throw FileError("remove", path(of: name), errno: errno)
        }
    }

    /// Keeps other processes out for as long as the folder is open; the kernel frees it when the holder dies.
    ///
    /// - Returns: false when another process has it.
    package func lock() throws(FileError) -> Bool {
        do throws(SystemError) { return try descriptor.lock() } catch {
            throw FileError("lock", path, errno: error.code)
        }
    }

    /// Puts onto the disk all that was written, by whomever: one wait for very many files.
    package static func syncAll() { sync() }

    /// Begins a file that has another name until it is whole: whoever looks sees the old one or the new one.
    ///
    /// - Parameter mode: of the new file, whatever the umask says.
    package func newFile(_ name: String, mode: UInt32 = 0o600) throws(FileError) -> NewFile {
        try check(name, "write")
        return try NewFile(name, in: self, mode: mode)
    }

    /// Writes a file, which is there whole or not at all.
    package func replace(_ name: String, with bytes: [UInt8], mode: UInt32 = 0o600) throws(FileError) {
        let file = try newFile(name, mode: mode)
        try file.write(bytes)
        try file.commit()
    }

    /// A file of a folder that is being written.
    package final class NewFile {
        /// What the name of an unfinished file ends in.
        package static let suffix = ".new"

        private let name: String
        private let temporary: String
        private let folder: Folder
        private let file: Descriptor
        private var isCommitted = false

        fileprivate init(_ name: String, in folder: Folder, mode: UInt32) throws(FileError) {
            self.name = name
            self.folder = folder
            temporary = name + Self.suffix
            // What an interrupted run left there goes; what is no file of ours stays, and is an error below.
            unlinkat(folder.descriptor.number, temporary, 0)
            do throws(SystemError) {
                file = try Descriptor(
                    temporary, in: folder.descriptor, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
            } catch {
                throw FileError("write", folder.path(of: temporary), errno: error.code)
            }
            fchmod(file.number, mode)
        }

        /// Adds bytes.
        package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
            do throws(SystemError) { try file.write(bytes) } catch {
                throw FileError("write", folder.path(of: name), errno: error.code)
            }
        }

        /// Adds bytes.
        package func write(_ bytes: [UInt8]) throws(FileError) {
            do throws(SystemError) { try file.write(bytes) } catch {
                throw FileError("write", folder.path(of: name), errno: error.code)
            }
        }

        /// Gives the file its name.
        package func commit() throws(FileError) {
            guard renameat(folder.descriptor.number, temporary, folder.descriptor.number, name) == 0 else {
                throw FileError("replace", folder.path(of: name), errno: errno)
            }
            isCommitted = true
        }

        deinit { if !isCommitted { unlinkat(folder.descriptor.number, temporary, 0) } }
    }
}
