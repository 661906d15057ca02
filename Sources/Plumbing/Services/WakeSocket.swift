package import Dispatch
internal import Files
internal import Glibc
internal import Synchronization

/// A datagram socket on which other processes wake a service, for example after they left a wish in the spool.
///
/// What the datagrams say does not matter, nothing in them is trusted, and many that come together count once. Somebody
/// who sends without end wakes the service once an interval, and costs it nothing meanwhile.
package final class WakeSocket: Sendable {
    private struct State {
        var source: (any DispatchSourceRead)?
        var isSuspended = false

        mutating func resume() {
            guard isSuspended else { return }
            source?.resume()
            isSuspended = false
        }
    }

    private let state: Mutex<State>
    private let path: String

    /// Listens.
    ///
    /// - Parameters:
    ///   - path: 100 bytes at most; a socket that an earlier process left there is replaced.
    ///   - queue: where the handler runs.
    ///   - interval: the least time between two calls of the handler.
    ///   - handler: called when something came.
    /// - Throws: ``WakeSocketError`` when the socket cannot be made; a service can go on without it and finds wishes at
    ///   its next turn.
    package init(
        path: String, queue: DispatchQueue, interval: Duration = .seconds(1), handler: @escaping @Sendable () -> Void
    ) throws(WakeSocketError) {
        self.path = path
        let descriptor = try Self.listen(path)
        state = Mutex(State())
        state.withLock { state in
            let reader = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            reader.setEventHandler { [weak self] in
                Self.drain(descriptor)
                handler()
                self?.pause(interval, queue)
            }
            reader.setCancelHandler { close(descriptor) }
            reader.activate()
            state.source = reader
        }
    }

    /// Hears nothing for a while; what comes meanwhile stays in the socket.
    private func pause(_ interval: Duration, _ queue: DispatchQueue) {
        guard interval > .zero else { return }
        state.withLock { state in
            guard let source = state.source, !state.isSuspended else { return }
            source.suspend()
            state.isSuspended = true
        }
        queue.asyncAfter(deadline: .now() + .nanoseconds(Int(interval / .nanoseconds(1)))) { [weak self] in
            self?.state.withLock { $0.resume() }
        }
    }

    /// Listens no more, and takes the socket away.
    package func cancel() {
        state.withLock { state in
            guard let reader = state.source else { return }
            unlink(path)
            // A suspended source never hears that it was cancelled.
            state.resume()
            reader.cancel()
            state.source = nil
        }
    }

    deinit { cancel() }

    /// A bound socket, which takes its path in one step: at no moment is there none, and a stale one is replaced.
    private static func listen(_ path: String) throws(WakeSocketError) -> Int32 {
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFSOCK {
            throw .notASocket(path: path)
        }
        let temporary = path + ".\(getpid())"
        guard let address = UnixAddress(temporary) else {
            throw .pathTooLong(path: path)
        }
        let kind = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(AF_UNIX, Int32(kind), 0)
        guard descriptor >= 0 else { throw .system(path: path, code: errno) }
        unlink(temporary)
        // The umask applies to a new socket's mode, and the group must be able to write.
        guard address.bind(descriptor), chmod(temporary, 0o660) == 0, rename(temporary, path) == 0 else {
            let number = errno
            unlink(temporary)
            close(descriptor)
            throw .system(path: path, code: number)
        }
        return descriptor
    }

    /// Takes what has come; bounded, because somebody could send without end.
    private static func drain(_ descriptor: Int32) {
        var buffer: UInt64 = 0
        for _ in 0..<1000 {
            let count = recv(descriptor, &buffer, MemoryLayout<UInt64>.size, 0)
            if count < 0, errno != EINTR { return }
        }
    }
}

/// Why nobody can wake the service.
package enum WakeSocketError: Error, Equatable, CustomStringConvertible {
    /// Something else has the path.
    case notASocket(path: String)
    /// More bytes than a socket's address holds.
    case pathTooLong(path: String)
    /// What the system said, an `errno`.
    case system(path: String, code: Int32)

    /// The path and what to do, for an operator.
    package var description: String {
        switch self {
        case .notASocket(let path):
            "cannot listen at \(path): something that is not a socket is there; move it away"
        case .pathTooLong(let path):
            "cannot listen at \(path): the path is too long for a socket; 100 bytes is the longest"
        case .system(let path, let code): "cannot listen at \(path): \(systemMessage(code))"
        }
    }
}
