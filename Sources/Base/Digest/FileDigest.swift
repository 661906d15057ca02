package import Files

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
        let file: RegularFile
        do throws(RegularFileError) { file = try RegularFile(path, followsLinks: true) } catch {
            switch error {
            case .notOpened(let error): throw .system(operation: "open", path: path, error)
            case .notExamined(let error): throw .system(operation: "look at", path: path, error)
            case .notRegular: throw .notRegular(path: path)
            }
        }
        return try of(file)
    }

    /// Reads an open file to its end, from where it stands.
    ///
    /// - Throws: ``FileDigestError`` when it cannot be read.
    package static func of(_ file: RegularFile) throws(FileDigestError) -> FileDigest {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 16)
        defer { buffer.deallocate() }
        var total: Int64 = 0
        let problem: SystemError
        do throws(DigestError) {
            let hasher = try SHA256()
            reading: while true {
                let count: Int
                do throws(SystemError) { count = try file.read(into: buffer) } catch {
                    problem = error
                    break reading
                }
                guard count > 0 else { return FileDigest(sha256: try hasher.finish(), byteCount: total) }
                try hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                total += Int64(count)
            }
        } catch {
            throw .digest(path: file.path, error)
        }
        throw .system(operation: "read", path: file.path, problem)
    }
}

/// Why a file has no digest.
package enum FileDigestError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system refused.
    case system(operation: String, path: String, SystemError)
    /// A directory, pipe or device.
    case notRegular(path: String)
    /// libcrypto refused.
    case digest(path: String, DigestError)

    /// What could not be done with which file, and why.
    package var description: String {
        switch self {
        case .system(let operation, let path, let error): "cannot \(operation) \(path): \(error)"
        case .notRegular(let path): "cannot read \(path): it is not a regular file"
        case .digest(let path, let error): "cannot read \(path): \(error)"
        }
    }
}
