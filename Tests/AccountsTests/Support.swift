import Glibc
import TestSupport
import Testing

extension TemporaryDirectory {
    /// Makes a file; the mode is exact, whatever the umask is.
    func file(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
        let path = path(name)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        try #require(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
        try #require(fchmod(descriptor, mode) == 0)
        return path
    }
}
