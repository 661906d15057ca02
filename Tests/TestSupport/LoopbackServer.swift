import Dispatch
import Glibc
import Synchronization

/// A server on 127.0.0.1 that does to its connections what a test wants, down to single bytes.
///
/// Every connection runs its closure on a thread of its own and is closed after it.
package final class LoopbackServer: Sendable {
    /// Chosen by the system.
    package let port: UInt16
    private let listener: Int32
    private let accepted = Mutex(0)

    package init(_ serve: @escaping @Sendable (LoopbackConnection) -> Void) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                precondition(bind(listener, pointer, size) == 0 && listen(listener, 64) == 0)
                precondition(getsockname(listener, pointer, &size) == 0)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
        let queue = DispatchQueue(label: "loopback-server", attributes: .concurrent)
        queue.async { [weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { break }
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                self?.accepted.withLock { $0 += 1 }
                queue.async {
                    let connection = LoopbackConnection(descriptor: descriptor)
                    serve(connection)
                    connection.close()
                }
            }
            close(listener)
        }
    }

    /// Wakes the accepting thread, which closes the socket.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// Connections so far.
    package var connectionCount: Int { accepted.withLock { $0 } }

    /// Without a slash at its end.
    package var url: String { "http://127.0.0.1:\(port)" }
}

/// One connection of a ``LoopbackServer``.
package struct LoopbackConnection: Sendable {
    let descriptor: Int32

    /// The next request with its body; nil when the client has closed.
    ///
    /// - Parameter keeping: How many bytes of the body are kept; the rest is counted only.
    package func request(keeping: Int = 1 << 20) -> LoopbackRequest? {
        guard let head = head() else { return nil }
        return body(of: head, keeping: keeping)
    }

    /// The next request without its body.
    package func head() -> LoopbackRequest? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
            guard read(descriptor, &byte, 1) == 1 else { return nil }
            bytes.append(byte)
        }
        return LoopbackRequest(head: String(decoding: bytes.dropLast(4), as: UTF8.self))
    }

    /// The request with the body that follows its head.
    package func body(of request: LoopbackRequest, keeping: Int = 1 << 20) -> LoopbackRequest? {
        var request = request
        let length = request["content-length"].flatMap { Int($0) } ?? 0
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while request.bodyCount < length {
            let count = read(descriptor, &buffer, min(buffer.count, length - request.bodyCount))
            guard count > 0 else { return nil }
            request.body.append(contentsOf: buffer[..<count].prefix(max(0, keeping - request.body.count)))
            request.bodyCount += count
        }
        return request
    }

    /// The next line without its end; nil when the client has closed.
    package func line() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while byte != UInt8(ascii: "\n") {
            guard read(descriptor, &byte, 1) == 1 else { return nil }
            bytes.append(byte)
        }
        while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Sends a text; a client that has gone is no error.
    package func write(_ text: String) { write(Array(text.utf8)) }

    /// Sends bytes; a client that has gone is no error.
    package func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends a whole answer that keeps the connection open.
    package func reply(_ status: Int = 200, headers: [String] = [], _ body: String = "") {
        let lines = ["HTTP/1.1 \(status) Some Reason", "Content-Length: \(body.utf8.count)"] + headers
        write(lines.map { $0 + "\r\n" }.joined() + "\r\n" + body)
    }

    /// Blocks until the client closes its side.
    package func waitForEnd() {
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) > 0 {}
    }

    func close() { _ = Glibc.close(descriptor) }
}

/// A request as it came over the wire.
package struct LoopbackRequest: Sendable {
    /// Request line and headers, without the blank line.
    package let head: String
    /// The body, or as much of it as was to be kept.
    package var body: [UInt8] = []
    /// How many bytes the body had.
    package var bodyCount = 0

    init(head: String) { self.head = head }

    /// For example `GET /v1/models HTTP/1.1`.
    package var line: String { head.split(separator: "\r\n").first.map(String.init) ?? "" }

    /// The value of a header, by its name in lower case.
    package subscript(name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.first?.lowercased() == name { return parts.count == 2 ? String(parts[1].drop { $0 == " " }) : "" }
        }
        return nil
    }
}
