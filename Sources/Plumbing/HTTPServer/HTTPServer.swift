import CMicroHTTPD
import Glibc
import Synchronization

/// An HTTP/1.1 server: GNU libmicrohttpd with one thread a connection, so that a handler may block.
///
/// It listens from its creation until ``stop()`` or its end. A request reaches the handler only whole and well framed:
/// a missing or repeated Host, contradicting lengths and bodies over the limit are answered here.
package final class HTTPServer: Sendable {
    /// Answers one request; called on the connection's thread, several at once.
    package typealias Handler = @Sendable (ServerRequest) -> ServerResponse

    /// What a client may take.
    package struct Limits: Sendable {
        /// Largest body in bytes; a larger one is answered 413.
        package var body = 8 << 20
        /// Bodies over that many bytes go to an unlinked temporary file.
        package var bodyInMemory = 1 << 20
        /// Connections at a time; further ones are closed at once.
        package var connections: UInt32 = 64
        /// Without a byte from the client for so long, in seconds, the connection closes.
        package var idleSeconds: UInt32 = 30
        /// A request that is not whole after that long is given up.
        package var receiving: Duration = .seconds(600)

        package init() {}
    }

    /// Where it listens; the port is the real one.
    package let address: ListenAddress

    private let service: Service
    private let daemon: Mutex<DaemonHandle?>

    /// Starts to listen and to serve.
    ///
    /// - Throws: `ServerError` when the address is wrong, taken or forbidden.
    package init(
        address: ListenAddress = .anyLoopbackPort, limits: Limits = Limits(), handler: @escaping Handler
    ) throws(ServerError) {
        let service = try Service(limits: limits, handler: handler)
        let (socket, bound) = try address.listen()
        guard let started = DaemonHandle(listening: socket, address: bound, service: service) else {
            close(socket)
            throw .starting(address: bound.description)
        }
        self.address = bound
        self.service = service
        daemon = Mutex(started)
    }

    deinit { stop() }

    /// `http://127.0.0.1:8080`, without a slash at the end.
    package var url: String { "http://\(address)" }

    /// Closes the listening socket and every connection, and returns when no handler runs any more.
    ///
    /// Delays that a response asked for end early. May be called again; must not be called by a handler.
    package func stop() {
        service.stopping.raise()
        daemon.withLock { handle in
            handle?.stop()
            handle = nil
        }
    }
}

/// What all connections of one server share.
final class Service: Sendable {
    let limits: HTTPServer.Limits
    let handler: HTTPServer.Handler
    let stopping: StopSignal

    init(limits: HTTPServer.Limits, handler: @escaping HTTPServer.Handler) throws(ServerError) {
        self.limits = limits
        self.handler = handler
        stopping = try StopSignal()
    }
}

/// Wakes every waiting thread of a server at once.
///
/// A pipe whose writing end closes: poll reports that to all readers, for ever.
final class StopSignal: Sendable {
    private let reading: Int32
    private let writing: Mutex<Int32?>

    init() throws(ServerError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .starting(address: "a pipe to itself") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        reading = ends[0]
        writing = Mutex(ends[1])
    }

    deinit {
        raise()
        close(reading)
    }

    /// Ends all waits, present and future.
    func raise() {
        writing.withLock { end in
            if let open = end { close(open) }
            end = nil
        }
    }

    /// Waits that long; returns early and `false` when the signal is raised.
    func wait(_ duration: Duration) -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + duration
        while true {
            let left = clock.now.duration(to: end).components
            guard left.seconds >= 0, left.attoseconds >= 0 else { return true }
            let milliseconds = min(left.seconds, 3600) * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1
            var entry = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
            if poll(&entry, 1, Int32(milliseconds)) > 0 { return false }
        }
    }
}
