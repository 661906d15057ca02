import Glibc

/// What a file held when it was read: its SHA-256 and its size.
package struct FileDigest: Hashable, Sendable {
    /// Over every byte of the file.
    package let sha256: SHA256Digest
    /// How many bytes were read.
    package let byteCount: Int64

    private static let bufferSize = 256 * 1024

    /// Reads a regular file to its end through one buffer of 256 KiB, whatever its size.
    ///
    /// - Throws: ``FileDigestError`` when it cannot be opened or read, or is no regular file.
    package static func of(path: String) throws(FileDigestError) -> FileDigest {
        // Without O_NONBLOCK a FIFO would hold the open until somebody writes.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .system(operation: "open", path: path, code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(operation: "look at", path: path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
        return try read(descriptor, path: path)
    }

    private static func read(_ descriptor: Int32, path: String) throws(FileDigestError) -> FileDigest {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 16)
        defer { buffer.deallocate() }
        var total: Int64 = 0
        do throws(DigestError) {
            let hasher = try SHA256()
            while true {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    break
                }
                guard count > 0 else { return FileDigest(sha256: try hasher.finish(), byteCount: total) }
                try hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                total += Int64(count)
            }
        } catch {
            throw .digest(path: path, error)
        }
        throw .system(operation: "read", path: path, code: errno)
    }
}

/// Why a file has no digest.
package enum FileDigestError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system refused; `code` is its `errno`.
    case system(operation: String, path: String, code: Int32)
    /// A directory, pipe or device.
    case notRegular(path: String)
    /// libcrypto refused.
    case digest(path: String, DigestError)

    /// For people.
    package var description: String {
        switch self {
        case .system(let operation, let path, let code): "cannot \(operation) \(path): \(Self.words(code))"
        case .notRegular(let path): "cannot read \(path): it is not a regular file"
        case .digest(let path, let error): "cannot read \(path): \(error)"
        }
    }

    private static func words(_ code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        // The XSI form, which is what the module shows: it fills the buffer.
        guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
