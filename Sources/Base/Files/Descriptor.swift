package import Glibc

/// An open descriptor, closed with its last reference unless it was lent.
package final class Descriptor: Sendable {
    /// The system's number; nobody closes it while this value lives.
    package let number: Int32
    private let isOwned: Bool

    /// Takes over an open descriptor.
    package init(owning number: Int32) {
        self.number = number
        isOwned = true
    }

    /// Uses an open descriptor that stays open afterwards, such as standard input.
    package init(lent number: Int32) {
        self.number = number
        isOwned = false
    }

    /// Opens a path.
    ///
    /// `O_CLOEXEC` is added: a child that is started meanwhile must not inherit it.
    ///
    /// - Parameter mode: of a file that is made, before the umask.
    package init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemError) {
        number = try uninterrupted { open(path, flags | O_CLOEXEC, mode) }
        isOwned = true
    }

    /// Opens a name in a folder that is open.
    ///
    /// - Parameter mode: of a file that is made, before the umask.
    init(_ name: String, in folder: Descriptor, _ flags: Int32, mode: mode_t = 0) throws(SystemError) {
        number = try uninterrupted { openat(folder.number, name, flags | O_CLOEXEC, mode) }
        isOwned = true
    }

    /// Makes a temporary file without a name: it is gone with its last descriptor, also after a crash.
    ///
    /// - Parameter name: what its name begins with while it has one, for an instant.
    package init(unnamedIn directory: String, name: String) throws(SystemError) {
        var template = Array("\(directory)/\(name)-XXXXXX".utf8CString)
        number = try uninterrupted { mkstemp(&template) }
        isOwned = true
        unlink(template)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        if isOwned { close(number) }
    }

    /// What the descriptor stands for, whatever has become of its path since.
    package func status() throws(SystemError) -> stat {
        var status = stat()
        _ = try uninterrupted { fstat(number, &status) }
        return status
    }

    /// The size of a regular file, in bytes; nil for a pipe, a terminal, or what cannot be examined.
    package var regularSize: Int? {
        do throws(SystemError) {
            let status = try status()
            return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
        } catch {
            return nil
        }
    }

    /// Fills the start of a buffer with the next bytes; 0 bytes at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        try uninterrupted { Glibc.read(number, buffer.baseAddress, buffer.count) }
    }

    /// Fills the start of a buffer with the bytes from an offset on; 0 bytes at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(SystemError) -> Int {
        try uninterrupted { pread(number, buffer.baseAddress, buffer.count, off_t(offset)) }
    }

    /// Fills the start of an array with the bytes from an offset on; 0 bytes at the end.
    package func read(into bytes: inout [UInt8], at offset: Int64) throws(SystemError) -> Int {
        try bytes.withUnsafeMutableBufferPointer { bytes throws(SystemError) in
            try read(into: UnsafeMutableRawBufferPointer(bytes), at: offset)
        }
    }

    /// Writes what one call takes of the bytes.
    ///
    /// - Returns: How many that were.
    package func writeSome(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int {
        try uninterrupted { Glibc.write(number, bytes.baseAddress, bytes.count) }
    }

    /// Writes every byte, however many calls that takes.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = try writeSome(rest)
            // Writing to a file that takes nothing and gives no reason would loop endlessly.
            guard count > 0 else { throw SystemError(code: EIO) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Writes every byte, however many calls that takes.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        try bytes.withUnsafeBufferPointer { bytes throws(SystemError) in try write(UnsafeRawBufferPointer(bytes)) }
    }

    /// Who else may have a lock on the same file.
    package enum LockKind: Sendable {
        /// No other holder.
        case exclusive
        /// Other shared holders.
        case shared
    }

    /// Takes the lock of the open file (`flock`), which the kernel frees when the last descriptor of it closes.
    ///
    /// - Parameter bound: how long somebody else may keep it; zero asks once.
    /// - Returns: false when somebody else has it.
    package func lock(_ kind: LockKind = .exclusive, within bound: Duration = .zero) throws(SystemError) -> Bool {
        let operation =
            switch kind {
            case .exclusive: LOCK_EX | LOCK_NB
            case .shared: LOCK_SH | LOCK_NB
            }
        let end = ContinuousClock.now + bound
        while true {
            do throws(SystemError) {
                _ = try uninterrupted { flock(number, operation) }
                return true
            } catch {
                guard error.code == EWOULDBLOCK else { throw error }
                guard ContinuousClock.now < end else { return false }
            }
            usleep(10_000)
        }
    }
}

/// Calls the system again as often as a signal interrupts it; throws what else it refuses.
private func uninterrupted<Result: SignedInteger>(_ call: () -> Result) throws(SystemError) -> Result {
    while true {
        let result = call()
        if result >= 0 { return result }
        let code = errno
        if code != EINTR { throw SystemError(code: code) }
    }
}
