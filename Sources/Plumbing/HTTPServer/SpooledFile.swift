import Glibc

/// A temporary file without a name: it is gone when its last user is, also after a crash.
final class SpooledFile: Sendable {
    /// Owned: closed with the last reference.
    let descriptor: Int32

    /// Makes the file in `TMPDIR`, or `/tmp`.
    ///
    /// - Throws: `ServerError.spooling` when the directory does not allow it.
    init() throws(ServerError) {
        let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(directory)/http-body-XXXXXX".utf8CString)
        let opened = template.withUnsafeMutableBufferPointer { buffer -> Int32 in
            guard let base = buffer.baseAddress else { return -1 }
            let descriptor = mkstemp(base)
            guard descriptor >= 0 else { return -1 }
            unlink(base)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            return descriptor
        }
        guard opened >= 0 else { throw .spooling(directory: directory, errno: errno) }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Writes all bytes at an offset; false when the disk refused.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        var written = 0
        while written < bytes.count {
            guard let base = bytes.baseAddress else { return false }
            let count = pwrite(descriptor, base + written, bytes.count - written, off_t(offset + written))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }

    /// Reads bytes from an offset; fewer at the end of the file or when it cannot be read.
    func read(at offset: Int, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let base = buffer.baseAddress else { return }
            while filled < count {
                let got = pread(descriptor, base + filled, count - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { return }
                filled += got
            }
        }
    }
}
