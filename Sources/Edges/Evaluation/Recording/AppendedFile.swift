import Files
import Glibc

/// A file that grows by whole lines; what was cut short or could not be written whole is taken away again.
struct AppendedFile {
    private let path: String
    private let descriptor: Descriptor
    private var size: Int64
    private var unsynced = 0

    /// Lines that a crash of the machine may cost.
    private static let syncedAtOnce = 32

    /// Opens a file of ours, making it where there is none.
    init(_ path: String) throws(EvaluationError) {
        self.path = path
        do throws(SystemError) {
            descriptor = try Descriptor(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK, mode: 0o600)
            size = Int64(try descriptor.status().st_size)
        } catch { throw .folder(FileError("open", path, errno: error.code)) }
        guard descriptor.regularSize != nil else {
            throw .folder(FileError("open", path, cause: "it is not a regular file"))
        }
    }

    /// Appends a line and its line feed.
    ///
    /// - Throws: ``EvaluationError`` when that fails; the file is as before then.
    mutating func append(_ line: [UInt8]) throws(EvaluationError) {
        do throws(SystemError) {
            try descriptor.write(line + [UInt8(ascii: "\n")])
            size += Int64(line.count + 1)
        } catch {
            ftruncate(descriptor.number, off_t(size))
            throw .folder(FileError("write", path, errno: error.code))
        }
        unsynced += 1
        if unsynced >= Self.syncedAtOnce { try sync() }
    }

    /// Waits until every line is on the disk.
    mutating func sync() throws(EvaluationError) {
        guard unsynced > 0 else { return }
        guard fsync(descriptor.number) == 0 else { throw .folder(FileError("sync", path, errno: errno)) }
        unsynced = 0
    }

    /// Takes away what stands behind the last line feed: a death cut it short.
    mutating func dropTornLine() throws(EvaluationError) {
        do throws(SystemError) {
            var block = [UInt8](repeating: 0, count: 1 << 16)
            var end = size
            while end > 0 {
                let start = max(0, end - Int64(block.count))
                let count = try descriptor.read(into: &block, at: start)
                let known = block[..<min(count, Int(end - start))]
                if let last = known.lastIndex(of: UInt8(ascii: "\n")) {
                    end = start + Int64(last) + 1
                    break
                }
                end = start
            }
            guard end < size else { return }
            guard ftruncate(descriptor.number, off_t(end)) == 0 else { throw SystemError(code: errno) }
            size = end
        } catch { throw .folder(FileError("mend", path, errno: error.code)) }
    }
}
