import Files
import Glibc

/// A descriptor open for reading, closed with the last reference unless it was lent.
package final class InputFile {
    /// The file as the caller named it.
    package let name: String
    private let descriptor: Int32
    private let isOurs: Bool
    private let isCancelled: (() -> Bool)?

    /// - Parameter isCancelled: Asked while a pipe has nothing to read; true ends the wait with an error.
    package init(_ input: DataInput, isCancelled: (() -> Bool)? = nil) throws(TrainingDataError) {
        name = input.name
        self.isCancelled = isCancelled
        switch input {
        case .file(let path):
            descriptor = Int32(withoutInterruption { Int(open(path, O_RDONLY | O_CLOEXEC)) })
            isOurs = true
            guard descriptor >= 0 else { throw TrainingDataError(path, .unreadable(errno: errno)) }
            // The kernel then reads ahead; refusing the advice changes nothing.
            _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        case .descriptor(let lent, _):
            descriptor = lent
            isOurs = false
        }
    }

    deinit {
        if isOurs { close(descriptor) }
    }

    /// The size in bytes of a regular file; nil for a pipe or terminal.
    var size: Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Fills the start of a buffer; 0 bytes at the end of the input.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TrainingDataError) -> Int {
        if let isCancelled, size == nil { try waitForBytes(isCancelled) }
        let count = withoutInterruption { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
        guard count >= 0 else { throw TrainingDataError(name, .unreadable(errno: errno)) }
        return count
    }

    /// Returns when there is something to read, be it the end.
    private func waitForBytes(_ isCancelled: () -> Bool) throws(TrainingDataError) {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&request, 1, 200) == 0 {
            if isCancelled() { throw TrainingDataError(name, .stopped) }
        }
    }
}
