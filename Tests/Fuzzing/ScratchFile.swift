import Glibc

/// A file without a name, used again for every input.
final class ScratchFile {
    let descriptor: Int32

    init() {
        var template = Array("/tmp/ftd-fuzzing-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        unlink(template)
        precondition(descriptor >= 0, "no file in /tmp")
    }

    deinit { close(descriptor) }

    /// Replaces the contents, to be read from the start.
    func fill(_ bytes: [UInt8]) {
        precondition(ftruncate(descriptor, 0) == 0)
        precondition(pwrite(descriptor, bytes, bytes.count, 0) == bytes.count)
        lseek(descriptor, 0, SEEK_SET)
    }

    /// All that was written.
    func contents() -> [UInt8] {
        let size = Int(lseek(descriptor, 0, SEEK_END))
        var bytes = [UInt8](repeating: 0, count: size)
        precondition(pread(descriptor, &bytes, size, 0) == size)
        return bytes
    }
}
