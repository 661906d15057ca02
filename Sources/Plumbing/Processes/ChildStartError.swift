import Files
import Glibc

/// Why a program never ran.
package enum ChildStartError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path is not absolute, or there is none.
    case notAbsolute(String)
    /// An argument or a variable holds a NUL byte.
    case holdsNUL
    /// The system refused; `code` is its `errno`.
    case system(operation: String, program: String, code: Int32)
    /// The C library is older than glibc 2.34 and cannot keep our open files from the program.
    case libraryTooOld

    /// What could not be done, why, and what to do about it.
    package var description: String {
        switch self {
        case .notAbsolute(let path):
            "cannot run \"\(path)\": a program is named by its absolute path, such as /usr/local/bin/told"
        case .holdsNUL: "cannot run the program: an argument or variable holds a NUL byte"
        case .libraryTooOld: "cannot run programs safely: this needs glibc 2.34 or newer"
        case .system(let operation, let program, let code):
            "cannot \(operation) \(program): \(systemMessage(code))\(Self.hint(code))"
        }
    }

    private static func hint(_ code: Int32) -> String {
        switch code {
        case ENOENT: "; is the path right, and does the interpreter in its first line exist?"
        case EACCES: "; it must be executable for the user that ftd runs as"
        case ENOEXEC: "; a script needs a first line such as #!/bin/sh"
        case EMFILE, ENFILE: "; raise LimitNOFILE"
        default: ""
        }
    }
}
