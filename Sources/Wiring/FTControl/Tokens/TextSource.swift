import Files
import Glibc

/// The bytes of a file or of standard input, read through one buffer.
final class TextSource {
    /// As messages name it.
    let name: String
    private let descriptor: Int32
    private let isOurs: Bool
    /// Bytes read so far.
    private(set) var bytesRead = 0

    /// Opens a file by its path, or takes standard input for `-`.
    init(_ path: String) throws(FileError) {
        isOurs = path != "-"
        name = isOurs ? path : "standard input"
        descriptor = isOurs ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO
        guard descriptor >= 0 else { throw FileError("read", path, errno: errno) }
    }

    deinit { if isOurs { close(descriptor) } }

    /// The size of a regular file, in bytes; nil for a pipe or a terminal.
    var size: Int? {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(facts.st_size)
    }

    /// Fills the start of a buffer; 0 bytes at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError("read", name, errno: errno) }
            bytesRead += count
            return count
        }
    }
}
