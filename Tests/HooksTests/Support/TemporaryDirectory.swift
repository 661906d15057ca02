import Glibc
import Testing

/// A new directory, removed with the files in it after the body.
func withTemporaryDirectory(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/ftd-hooks-XXXXXX".utf8CString)
    let path = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { remove(directory: path) }
    try body(path)
}

private func remove(directory path: String) {
    guard let directory = opendir(path) else { return }
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { unlink("\(path)/\(name)") }
    }
    closedir(directory)
    rmdir(path)
}

/// The text of a small file; nil when it is not there.
func contents(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
}

/// Waits until a condition holds, for 5 s at most.
func eventually(_ condition: () -> Bool) -> Bool {
    let end = SuspendingClock.now + .seconds(5)
    while SuspendingClock.now < end {
        if condition() { return true }
        usleep(2000)
    }
    return condition()
}

/// Whether a process does anything: a zombie that nobody reaps is over.
func isRunning(_ process: pid_t) -> Bool {
    guard let line = contents(of: "/proc/\(process)/stat"), let end = line.lastIndex(of: ")") else { return false }
    return line[end...].dropFirst(2).first != "Z"
}
