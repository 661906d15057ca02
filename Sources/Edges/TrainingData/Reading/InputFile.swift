import Files
import Glibc

/// A file or a descriptor that rows are read from.
package final class InputFile {
    /// The file as the caller named it.
    package let name: String
    private let descriptor: Descriptor
    private let isCancelled: (() -> Bool)?

    /// - Parameter isCancelled: Asked while a pipe has nothing to read; true ends the wait with an error.
    package init(_ input: DataInput, isCancelled: (() -> Bool)? = nil) throws(TrainingDataError) {
        name = input.name
        self.isCancelled = isCancelled
        switch input {
        case .file(let path):
            do throws(SystemError) { descriptor = try Descriptor(path, O_RDONLY) } catch {
                throw TrainingDataError(path, .unreadable(errno: error.code))
            }
            // The kernel then reads ahead; refusing the advice changes nothing.
            _ = posix_fadvise(descriptor.number, 0, 0, POSIX_FADV_SEQUENTIAL)
        case .descriptor(let lent, _): descriptor = Descriptor(lent: lent)
        }
    }

    /// The size in bytes of a regular file; nil for a pipe or terminal.
    var size: Int? { descriptor.regularSize }

    /// Fills the start of a buffer; 0 bytes at the end of the input.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TrainingDataError) -> Int {
        if let isCancelled, size == nil { try waitForBytes(isCancelled) }
        do throws(SystemError) { return try descriptor.read(into: buffer) } catch {
            throw TrainingDataError(name, .unreadable(errno: error.code))
        }
    }

    /// Returns when there is something to read, be it the end.
    private func waitForBytes(_ isCancelled: () -> Bool) throws(TrainingDataError) {
        var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        while poll(&request, 1, 200) == 0 {
            if isCancelled() { throw TrainingDataError(name, .stopped) }
        }
    }
}
