internal import Glibc

/// A regular file open for reading; what is known of it holds for the open file, not for what its path becomes.
package final class RegularFile: Sendable {
    /// As it was named.
    package let path: String
    /// In bytes, when it was opened.
    package let size: Int64
    /// The user it belongs to.
    package let owner: UInt32
    /// Its permissions, for example 0o600.
    package let mode: UInt32

    /// How many names it has.
    package let links: Int

    private let descriptor: Descriptor

    /// Opens a file.
    ///
    /// A pipe or a device at the path neither holds us up nor becomes our terminal.
    ///
    /// - Parameter followsLinks: whether the path itself may be a symbolic link.
    package convenience init(_ path: String, followsLinks: Bool) throws(RegularFileError) {
        let descriptor: Descriptor
        do throws(SystemError) {
            descriptor = try Descriptor(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | (followsLinks ? 0 : O_NOFOLLOW))
        } catch {
            throw .notOpened(error)
        }
        try self.init(descriptor, path: path)
    }

    /// Takes what is open for reading, if it is a regular file.
    init(_ descriptor: Descriptor, path: String) throws(RegularFileError) {
        self.descriptor = descriptor
        let status: stat
        do throws(SystemError) { status = try descriptor.status() } catch { throw .notExamined(error) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        self.path = path
        size = Int64(status.st_size)
        owner = status.st_uid
        mode = status.st_mode & 0o7777
        links = Int(status.st_nlink)
    }

    /// Why somebody else could have written it, with what to do; nil when only we and root could.
    package var weakness: String? { FileOwnership(owner: owner, mode: mode).weakness(path) }

    /// Fills the start of a buffer with the next bytes; 0 bytes at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        try descriptor.read(into: buffer)
    }

    /// Fills the start of a buffer with the bytes from an offset on; 0 bytes at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(SystemError) -> Int {
        try descriptor.read(into: buffer, at: offset)
    }

    /// The bytes from the start to the end or to a limit, whatever the size was when the file was opened.
    package func bytes(limit: Int) throws(SystemError) -> [UInt8] {
        // One byte more than there should be, so that a file of the known size is at its end after one piece.
        var wanted = min(limit, Int(size) + 1)
        var bytes = try piece(at: 0, count: wanted)
        var hasEnded = bytes.count < wanted
        while !hasEnded, bytes.count < limit {
            wanted = min(limit - bytes.count, 1 << 16)
            let next = try piece(at: bytes.count, count: wanted)
            hasEnded = next.count < wanted
            bytes += next
        }
        return bytes
    }

    /// The bytes from an offset on; fewer than that many only at the end.
    private func piece(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var problem: SystemError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(SystemError) {
                while filled < count {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                    let got = try read(into: rest, at: Int64(offset + filled))
                    guard got > 0 else { return }
                    filled += got
                }
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
        return bytes
    }
}

/// Why a path is not open as a regular file.
package enum RegularFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is not there, or we may not read it; `ELOOP` where it is a link and must not be one.
    case notOpened(SystemError)
    /// What it is cannot be found out.
    case notExamined(SystemError)
    /// A directory, pipe or device.
    case notRegular

    /// The cause, as the end of a sentence.
    package var description: String {
        switch self {
        case .notOpened(let error), .notExamined(let error): "\(error)"
        case .notRegular: "it is not a regular file"
        }
    }
}
