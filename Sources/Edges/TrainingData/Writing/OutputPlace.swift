import Files
import Glibc

/// What an output stands for, found out before anything is opened.
package enum OutputPlace: Equatable {
    /// A descriptor of this process, whatever name it was given by: `/dev/stdout` and `/proc/self/fd/1` are 1.
    case descriptor(Int32)
    /// A path with every link followed, the last one too, even where nothing is there yet.
    case path(String)

    /// More links than the kernel itself would follow, one after another.
    private static let mostLinks = 40

    init(_ output: DataOutput) throws(TrainingDataError) {
        switch output {
        case .descriptor(let lent, _): self = .descriptor(lent)
        case .file(let given): self = try Self.following(given)
        }
    }

    private static func following(_ given: String) throws(TrainingDataError) -> OutputPlace {
        var path = given
        for _ in 0..<mostLinks {
            // Where there is no such directory, opening the path says so.
            guard let directory = realPath(WholeFile.directory(of: path)) else { return .path(path) }
            let base = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
            // Opened by its name, a descriptor would forget its place in the file and that it appends.
            if directory.hasPrefix("/proc/\(getpid())/"), directory.hasSuffix("/fd"), let number = Int32(base) {
                return .descriptor(number)
            }
            path = directory == "/" ? "/\(base)" : "\(directory)/\(base)"
            guard let target = linkTarget(of: path) else { return .path(path) }
            path = target.hasPrefix("/") ? target : "\(directory)/\(target)"
        }
        throw TrainingDataError(given, .unwritable(errno: ELOOP))
    }

    /// Makes sure that two outputs do not end in one file, where the second would replace the first.
    package static func tellApart(_ one: DataOutput, _ other: DataOutput) throws(TrainingDataError) {
        guard try OutputPlace(one).isSame(as: OutputPlace(other)) else { return }
        throw TrainingDataError(other.name, .sameOutput(other: one.name))
    }

    /// Whether bytes for one would go where those for the other go; devices such as `/dev/null` keep nothing to lose.
    private func isSame(as other: OutputPlace) -> Bool {
        guard let status, let others = other.status else { return self == other }
        guard status.st_mode & S_IFMT != S_IFCHR else { return false }
        return status.st_dev == others.st_dev && status.st_ino == others.st_ino
    }

    /// What is there; nil when nothing is.
    var status: stat? {
        var status = stat()
        let result =
            switch self {
            case .descriptor(let number): fstat(number, &status)
            case .path(let path): stat(path, &status)
            }
        return result == 0 ? status : nil
    }
}

private func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// Where a link points to; nil when it is none.
private func linkTarget(of path: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = bytes.withUnsafeMutableBytes { buffer in
        buffer.withMemoryRebound(to: CChar.self) { target in
            target.baseAddress.map { readlink(path, $0, target.count) } ?? -1
        }
    }
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
}
