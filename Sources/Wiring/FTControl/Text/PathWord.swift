import Glibc
import Text

/// A path as a word of a command.
enum PathWord {
    /// From the working directory where it is below, quoted where a shell needs it, and printable.
    static func text(_ path: String) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let directory = getcwd(&buffer, buffer.count).map { String(cString: $0) } ?? ""
        let isBelow = !directory.isEmpty && path.hasPrefix(directory + "/")
        return (isBelow ? String(path.dropFirst(directory.count + 1)) : path).shellWord.printable
    }
}
