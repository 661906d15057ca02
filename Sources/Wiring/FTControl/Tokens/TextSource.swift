import Files
import Glibc

/// The bytes of a file or of standard input, read through one buffer.
final class TextSource {
    /// As messages name it.
    let name: String
    private let descriptor: Descriptor
    /// Bytes read so far.
    private(set) var bytesRead = 0

    /// Opens a file by its path, or takes standard input for `-`.
    init(_ path: String) throws(FileError) {
        guard path != "-" else {
            name = "standard input"
            descriptor = Descriptor(lent: STDIN_FILENO)
            return
        }
        name = path
        do throws(SystemError) { descriptor = try Descriptor(path, O_RDONLY) } catch {
            throw FileError("read", path, errno: error.code)
        }
    }

    /// The size of a regular file, in bytes; nil for a pipe or a terminal.
    var size: Int? { descriptor.regularSize }

    /// Fills the start of a buffer; 0 bytes at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        do throws(SystemError) {
            let count = try descriptor.read(into: buffer)
            bytesRead += count
            return count
        } catch {
            throw FileError("read", name, errno: error.code)
        }
    }
}
