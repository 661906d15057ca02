import Glibc

/// The built programs, which lie beside the test bundle.
enum Binaries {
    static let daemon = "ftd"
    static let control = "ftctl"
    static let simulator = "ftsim"
    static let pages = "ftweb"

    /// Why there is nothing to test.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// The absolute path of a program; throws a sentence when it was not built.
    static func path(_ name: String) throws(Missing) -> String {
        let path = "\(directory)/\(name)"
        guard access(path, X_OK) == 0 else {
            throw Missing(description: "no program \(path) to test: run swift build first")
        }
        return path
    }

    /// The directory of this very process's executable: the build directory.
    private static let directory: String = {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let path = String(decoding: buffer[..<max(0, length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }()
}
