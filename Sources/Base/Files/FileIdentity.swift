internal import Glibc

/// Which file it is, whatever it is called: two names of one file are equal, and a name that became another file's is not.
package struct FileIdentity: Hashable, Sendable {
    /// The number of the file system.
    let device: UInt64
    /// The number of the file there.
    let inode: UInt64

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// The file that a path leads to now.
    package init(of path: String) throws(SystemError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemError(code: errno) }
        self.init(status)
    }
}
