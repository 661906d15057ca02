package import Glibc

/// The text of a small file; nil when it is not there.
package func contents(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
}

/// Waits until a condition holds, for 5 s at most.
package func eventually(_ condition: () -> Bool) -> Bool {
    let end = SuspendingClock.now + .seconds(5)
    while SuspendingClock.now < end {
        if condition() { return true }
        usleep(2000)
    }
    return condition()
}

/// Whether a process does anything: a zombie that nobody reaps is over.
package func isRunning(_ process: pid_t) -> Bool {
    guard let line = contents(of: "/proc/\(process)/stat"), let end = line.lastIndex(of: ")") else { return false }
    return line[end...].dropFirst(2).first != "Z"
}
