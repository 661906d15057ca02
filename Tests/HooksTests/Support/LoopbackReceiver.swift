import Dispatch
import Glibc
import Synchronization
import Testing

/// A server of raw sockets on loopback that reads one request, answers with given bytes, and closes.
///
/// It knows no HTTP beyond the end of a request, so that the bytes on the wire can be compared.
final class LoopbackReceiver: Sendable {
    let port: UInt16
    private let listener: Int32
    private let answer: [UInt8]?
    private let received = Mutex<[Request]>([])

    /// One request as it came.
    struct Request: Sendable {
        /// The request line, then the header lines.
        let head: [String]
        let body: String

        /// The value of the first header of that name in lower case.
        subscript(header name: String) -> String? {
            head.first { $0.lowercased().hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
        }

        /// Nil until the head is whole.
        fileprivate init?(_ bytes: [UInt8]) {
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
            head = text[..<end.lowerBound].split(separator: "\r\n").map(String.init)
            body = String(text[end.upperBound...])
        }

        fileprivate var isWhole: Bool {
            body.utf8.count >= self[header: "content-length"].flatMap { Int($0) } ?? 0
        }
    }

    /// Answers every request with these bytes; with nil it never answers.
    init(answer: String?) throws {
        self.answer = answer.map { Array($0.utf8) }
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let ready = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        try #require(ready)
        DispatchQueue(label: "receiver").async { [self] in serve() }
    }

    /// The requests so far.
    var requests: [Request] { received.withLock { $0 } }

    /// Stops listening; an accept that waits returns.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve() {
        defer { close(listener) }
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            if let request = Self.readRequest(connection) { received.withLock { $0.append(request) } }
            if let answer {
                _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
            } else {
                // Until the client gives up.
                var byte: UInt8 = 0
                _ = recv(connection, &byte, 1, 0)
            }
            close(connection)
        }
    }

    private static func readRequest(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
            if let request = Request(bytes), request.isWhole { return request }
        }
    }
}
