import Files
import Glibc

/// A temporary file without a name: it is gone when its last user is, also after a crash.
final class SpooledFile: Sendable {
    private let file: Descriptor

    /// For libmicrohttpd, which gets a copy of it; this value closes it.
    var descriptor: Int32 { file.number }

    /// Makes the file in `TMPDIR`, or `/tmp`.
    ///
    /// - Throws: `ServerError.spooling` when the directory does not allow it.
    init() throws(ServerError) {
        let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        do throws(SystemError) { file = try Descriptor(unnamedIn: directory, name: "http-body") } catch {
            throw .spooling(directory: directory, errno: error.code)
        }
    }

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
