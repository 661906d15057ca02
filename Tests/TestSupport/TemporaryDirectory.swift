internal import Glibc

/// A directory of its own for one test, removed with all that is in it when the test lets go of it.
package final class TemporaryDirectory: Sendable {
    /// Why there is none.
    package struct Failure: Error, CustomStringConvertible {
        /// The errno of mkdtemp.
        package let code: Int32
        /// What failed.
        package var description: String { "mkdtemp failed with errno \(code)" }
    }

    /// Its absolute path, without a slash at the end.
    package let path: String

    /// - Parameter base: where it is made; nil for the system's place for temporary files.
    package init(in base: String? = nil) throws {
        let base = base ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/ftd-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(code: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    /// The path of an entry.
    package func path(_ name: String) -> String { "\(path)/\(name)" }

    private static func remove(_ path: String) {
        if unlink(path) == 0 || errno == ENOENT { return }
        chmod(path, 0o700)
        if let directory = opendir(path) {
            var names: [String] = []
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { names.append(name) }
            }
            closedir(directory)
            for name in names { remove("\(path)/\(name)") }
        }
        rmdir(path)
    }
}
