import Compression
import Files
import Glibc

/// Bytes on their way to an output, for one owner; nothing of a file is seen under its name before ``commit()``.
///
/// A file whose name ends in `.gz` or `.zst` is compressed.
package final class OutputFile {
    private enum Target {
        /// A file without a name, which a process that dies leaves nowhere; it gets one at the end.
        case unnamed(path: String)
        /// A temporary file that is going to take a name.
        case renamed(temporary: String, path: String)
        /// A descriptor, or a path that is no regular file: bytes go there at once.
        case direct
    }

    let name: String
    private let descriptor: Descriptor
    private let target: Target
    private let isCancelled: () -> Bool
    private var isCommitted = false
    private let compressor: Compressor?
    private var compressed: [UInt8] = []
    /// Bytes written so far, after compression.
    package private(set) var bytesWritten = 0

    /// - Parameter isCancelled: Asked while a pipe takes nothing; true ends the wait with an error.
    package init(_ output: DataOutput, isCancelled: @escaping () -> Bool = { false }) throws(TrainingDataError) {
        name = output.name
        self.isCancelled = isCancelled
        compressor = try Self.compressor(for: output)
        let place = try OutputPlace(output)
        switch place {
        case .descriptor(let number): (descriptor, target) = (Descriptor(lent: number), .direct)
        case .path(let path):
            do throws(SystemError) { (descriptor, target) = try Self.open(path, place.status) } catch {
                throw TrainingDataError(name, .unwritable(errno: error.code))
            }
        }
    }

    private static func compressor(for output: DataOutput) throws(TrainingDataError) -> Compressor? {
        guard case .file(let path) = output, let format = CompressionFormat(name: path) else { return nil }
        do throws(CompressionError) { return try Compressor(format) } catch {
            throw TrainingDataError(path, .notCompressed(format: format.name, error.words))
        }
    }

    private static func open(_ path: String, _ status: stat?) throws(SystemError) -> (Descriptor, Target) {
        if let status, status.st_mode & S_IFMT != S_IFREG { return (try Descriptor(path, O_WRONLY), .direct) }
        let descriptor: Descriptor
        let target: Target
        if let unnamed = openUnnamed(in: WholeFile.directory(of: path)) {
            (descriptor, target) = (unnamed, .unnamed(path: path))
        } else {
            let temporary = temporaryPath(beside: path)
            descriptor = try Descriptor(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
            target = .renamed(temporary: temporary, path: path)
        }
        if let status { _ = fchmod(descriptor.number, status.st_mode & 0o777) }
        return (descriptor, target)
    }

    deinit {
        if !isCommitted, case .renamed(let temporary, _) = target { unlink(temporary) }
    }

    /// Writes all of the bytes.
    func write(_ bytes: UnsafeRawBufferPointer) throws(TrainingDataError) {
        guard let compressor else { return try writePlain(bytes) }
        try compressing { () throws(CompressionError) in try compressor.append(bytes, to: &compressed) }
    }

    private func compressing(_ work: () throws(CompressionError) -> Void) throws(TrainingDataError) {
        do throws(CompressionError) { try work() } catch {
            throw TrainingDataError(name, .notCompressed(format: "", error.words))
        }
        let result = compressed.withUnsafeBytes { bytes in
            Result { () throws(TrainingDataError) in try writePlain(bytes) }
        }
        compressed.removeAll(keepingCapacity: true)
        try result.get()
    }

    private func writePlain(_ bytes: UnsafeRawBufferPointer) throws(TrainingDataError) {
        var rest = bytes
        while !rest.isEmpty {
            do throws(SystemError) {
                let count = try descriptor.writeSome(rest)
                guard count > 0 else { throw SystemError(code: EIO) }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                bytesWritten += count
            } catch {
                guard error.code == EAGAIN else { throw failure(errno: error.code) }
                try waitForRoom()
            }
        }
    }

    /// Writes what a buffer holds and empties it, keeping its room.
    package func write(draining buffer: inout [UInt8]) throws(TrainingDataError) {
        try buffer.withUnsafeBufferPointer { bytes throws(TrainingDataError) in
            try write(UnsafeRawBufferPointer(bytes))
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Returns when a descriptor that its owner has set to non-blocking takes more, or has an error to report.
    private func waitForRoom() throws(TrainingDataError) {
        var request = pollfd(fd: descriptor.number, events: Int16(POLLOUT), revents: 0)
        while poll(&request, 1, 200) == 0 {
            if isCancelled() { throw TrainingDataError(name, .stopped) }
        }
    }

    private func failure(errno code: Int32) -> TrainingDataError {
        switch target {
        case .direct: TrainingDataError(name, .cut(errno: code))
        case .unnamed, .renamed: TrainingDataError(name, .unwritable(errno: code))
        }
    }

    /// Gives the file its name, once its bytes are on the disk.
    package func commit() throws(TrainingDataError) {
        if let compressor {
            try compressing { () throws(CompressionError) in try compressor.finish(to: &compressed) }
        }
        let temporary: String
        let path: String
        switch target {
        case .direct: return
        case .renamed(let name, let final): (temporary, path) = (name, final)
        case .unnamed(let final): (temporary, path) = (temporaryPath(beside: final), final)
        }
        guard fsync(descriptor.number) == 0 else { throw TrainingDataError(name, .unwritable(errno: errno)) }
        if case .unnamed = target {
            // Only a rename takes the place of a file that is there.
            let link = linkat(AT_FDCWD, "/proc/self/fd/\(descriptor.number)", AT_FDCWD, temporary, AT_SYMLINK_FOLLOW)
            guard link == 0 else { throw TrainingDataError(name, .unwritable(errno: errno)) }
        }
        guard rename(temporary, path) == 0 else {
            let code = errno
            unlink(temporary)
            throw TrainingDataError(name, .unwritable(errno: code))
        }
        isCommitted = true
        // The new name survives a power cut when the directory is flushed too; not every file system can do that.
        _ = try? WholeFile.sync(directory: WholeFile.directory(of: path))
    }
}

/// Opens a file that has no name yet; nil where the file system, or a missing /proc, does not allow it.
private func openUnnamed(in directory: String) -> Descriptor? {
    // O_TMPFILE, which the Glibc module does not show: the same number on every Linux of today but the directory's bit.
    let temporaryFile = 0o20_000_000 | O_DIRECTORY
    guard access("/proc/self/fd", X_OK) == 0 else { return nil }
    do throws(SystemError) { return try Descriptor(directory, temporaryFile | O_WRONLY, mode: 0o666) } catch {
        return nil
    }
}

/// A hidden name in the same directory, of this process and this moment.
private func temporaryPath(beside path: String) -> String {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let base = path.split(separator: "/", omittingEmptySubsequences: true).last ?? "output"
    // A file name has at most 255 bytes.
    let name = base.utf8.count > 200 ? "output" : base
    return "\(WholeFile.directory(of: path))/.\(name).\(getpid())-\(now.tv_sec)\(now.tv_nsec).tmp"
}
