package import Dispatch
internal import Glibc
internal import Synchronization

/// The daemon's bell: a datagram socket beside the spool; whoever leaves a wish there rings it.
///
/// What the datagrams say does not matter, nothing in them is trusted, and many at once ring once.
package final class WakeSocket: Sendable {
    private let source: Mutex<(any DispatchSourceRead)?>
    private let path: String

    /// Listens.
    ///
    /// - Parameters:
    ///   - path: 100 bytes at most; a socket that an earlier daemon left there is replaced.
    ///   - queue: where the handler runs.
    ///   - handler: called when somebody rang.
    /// - Throws: ``WakeSocketError`` when the socket cannot be made; a daemon can go on without it and finds wishes at
    ///   its next tick.
    package init(path: String, queue: DispatchQueue, handler: @escaping @Sendable () -> Void) throws(WakeSocketError) {
        self.path = path
        let descriptor = try Self.listen(path)
        let reader = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        reader.setEventHandler {
            Self.drain(descriptor)
            handler()
        }
        reader.setCancelHandler { close(descriptor) }
        reader.activate()
        source = Mutex(reader)
    }

    /// Listens no more, and takes the socket away.
    package func cancel() {
        source.withLock {
            guard let reader = $0 else { return }
            unlink(path)
            reader.cancel()
            $0 = nil
        }
    }

    deinit { cancel() }

    /// A bound socket, which takes its path in one step: at no moment is there none, and a stale one is replaced.
    private static func listen(_ path: String) throws(WakeSocketError) -> Int32 {
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFSOCK {
            throw WakeSocketError(path: path, reason: "something that is not a socket is there; move it away")
        }
        let temporary = path + ".\(getpid())"
        guard let address = UnixAddress(temporary) else {
            throw WakeSocketError(path: path, reason: "the path is too long for a socket; 100 bytes is the longest")
        }
        let kind = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(AF_UNIX, Int32(kind), 0)
        guard descriptor >= 0 else { throw WakeSocketError(path: path, number: errno) }
        unlink(temporary)
        // The mode a socket is born with is cut by the umask, and the group must be able to write.
        guard address.bind(descriptor), chmod(temporary, 0o660) == 0, rename(temporary, path) == 0 else {
            let number = errno
            unlink(temporary)
            close(descriptor)
            throw WakeSocketError(path: path, number: number)
        }
        return descriptor
    }

    /// Takes what has come; bounded, because somebody could ring without end.
    private static func drain(_ descriptor: Int32) {
        var buffer: UInt64 = 0
        for _ in 0..<1000 {
            let count = recv(descriptor, &buffer, MemoryLayout<UInt64>.size, 0)
            if count < 0, errno != EINTR { return }
        }
    }
}

/// Why nobody can ring.
package struct WakeSocketError: Error, Equatable, CustomStringConvertible {
    /// For people.
    package let description: String

    init(path: String, reason: String) { description = "cannot listen at \(path): \(reason)" }

    init(path: String, number: Int32) {
        self.init(path: path, reason: strerror(number).map { String(cString: $0) } ?? "error \(number)")
    }
}
