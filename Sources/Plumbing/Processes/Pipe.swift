import Glibc

/// One end of a pipe with one owner; it is closed when the owner lets go of it.
struct PipeEnd: ~Copyable {
    let number: Int32

    /// Takes over an open descriptor.
    init(owning number: Int32) { self.number = number }

    deinit { close(number) }

    /// Writes what a pipe that somebody still reads takes at once (64 KiB; pipe(7)).
    ///
    /// - Returns: how many bytes went in.
    func fill(with bytes: [UInt8]) -> Int {
        guard !bytes.isEmpty else { return 0 }
        let flags = fcntl(number, F_GETFL)
        _ = fcntl(number, F_SETFL, flags | O_NONBLOCK)
        defer { _ = fcntl(number, F_SETFL, flags) }
        return max(0, bytes.withUnsafeBytes { write(number, $0.baseAddress, $0.count) })
    }

    /// Gives the descriptor to a new owner, who closes it; reads and writes on it return at once from now on.
    consuming func releaseNonBlocking() -> Int32 {
        let number = number
        discard self
        // Cannot fail for an open pipe (fcntl(2)).
        _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
        return number
    }
}

/// Both ends of a pipe.
///
/// Both are close-on-exec and above the standard descriptors, also where a parent closed its own: the child's end can
/// then be duplicated onto 0, 1 or 2 without meeting another one.
struct Pipe: ~Copyable {
    let reading: PipeEnd
    let writing: PipeEnd

    /// Makes a pipe, or throws the `errno` as the error of starting `program`.
    init(for program: String) throws(ChildStartError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .system(operation: "make a pipe to", program: program, code: errno)
        }
        let (low, raised) = (ends, ends.map { fcntl($0, F_DUPFD_CLOEXEC, 3) })
        let code = errno
        low.forEach { close($0) }
        guard raised.allSatisfy({ $0 >= 0 }) else {
            raised.filter { $0 >= 0 }.forEach { close($0) }
            throw .system(operation: "make a pipe to", program: program, code: code)
        }
        reading = PipeEnd(owning: raised[0])
        writing = PipeEnd(owning: raised[1])
    }
}
