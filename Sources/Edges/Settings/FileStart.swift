internal import Glibc

/// What a file is, and how it begins, all seen through one descriptor: not what the path may have become since.
struct FileStart {
    /// Owner, mode and kind.
    let status: stat
    /// Nil when it is not a regular file.
    let bytes: [UInt8]?

    /// Reads `limit` bytes at most.
    ///
    /// `O_NONBLOCK` keeps a FIFO or a device from holding us up before we know what it is.
    init(of path: String, limit: Int, followingLinks: Bool) throws(SystemFault) {
        let descriptor = open(
            path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW))
        guard descriptor >= 0 else { throw SystemFault(number: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFault(number: errno) }
        self.status = status
        bytes = status.st_mode & S_IFMT == S_IFREG ? try Self.read(descriptor, limit) : nil
    }

    private static func read(_ descriptor: Int32, _ limit: Int) throws(SystemFault) -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while result.count < limit {
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit - result.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemFault(number: errno) }
            guard count > 0 else { break }
            result.append(contentsOf: buffer[..<count])
        }
        return result
    }
}

/// An error number of the C library.
struct SystemFault: Error, Equatable {
    var number: Int32
}
