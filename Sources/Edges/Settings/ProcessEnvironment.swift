// `environ` is a variable of C that anybody could change: it is read once, here, before other threads are started.
@preconcurrency internal import Glibc

/// The environment and the files of this process, for those who want them as values.
package enum ProcessEnvironment {
    /// A copy of the environment; `HOME` comes from the user database where it is not set.
    package static func current() -> [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let pointer = entry.pointee {
            let text = String(cString: pointer)
            if let equals = text.firstIndex(of: "=") {
                result[String(text[..<equals])] = String(text[equals...].dropFirst())
            }
            entry += 1
        }
        if result["HOME"]?.isEmpty ?? true, let user = getpwuid(getuid()), let home = user.pointee.pw_dir {
            result["HOME"] = String(cString: home)
        }
        return result
    }

    /// Whether something is there, of whatever kind, and we may know of it.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
