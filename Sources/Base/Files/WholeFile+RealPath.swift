internal import Glibc

extension WholeFile {
    /// The path without links; a file that is not there yet keeps its name in the real path of its directory.
    ///
    /// - Throws: also where the path is a link to nothing.
    package static func realPath(_ path: String) throws(SystemError) -> String {
        do throws(SystemError) { return try resolve(path) } catch {
            var status = stat()
            guard error.code == ENOENT, lstat(path, &status) != 0, let name = path.split(separator: "/").last else {
                throw error
            }
            let directory = try resolve(directory(of: path))
            return (directory == "/" ? "" : directory) + "/\(name)"
        }
    }

    private static func resolve(_ path: String) throws(SystemError) -> String {
        guard let resolved = realpath(path, nil) else { throw SystemError(code: errno) }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
