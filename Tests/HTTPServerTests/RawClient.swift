import Glibc

/// A blocking socket that says exactly what it is told to, right or wrong.
///
/// The test's own thread owns it.
final class RawClient {
    private let socket: Int32

    /// Connects to a port of 127.0.0.1, or of ::1; nil when nobody listens.
    init?(port: UInt16, version6: Bool = false) {
        socket = Glibc.socket(version6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let connected =
            if version6 {
                Self.connect(
                    socket,
                    sockaddr_in6(
                        sin6_family: sa_family_t(AF_INET6), sin6_port: port.bigEndian, sin6_flowinfo: 0,
                        sin6_addr: in6addr_loopback, sin6_scope_id: 0))
            } else {
                Self.connect(
                    socket,
                    sockaddr_in(
                        sin_family: sa_family_t(AF_INET), sin_port: port.bigEndian,
                        sin_addr: in_addr(s_addr: UInt32(0x7F00_0001).bigEndian), sin_zero: (0, 0, 0, 0, 0, 0, 0, 0)))
            }
        guard connected else { return nil }
    }

    deinit { close(socket) }

    private static func connect<Address>(_ socket: Int32, _ address: Address) -> Bool {
        withUnsafeBytes(of: address) { buffer in
            guard let base = buffer.baseAddress else { return false }
            return Glibc.connect(socket, base.assumingMemoryBound(to: sockaddr.self), socklen_t(buffer.count)) == 0
        }
    }

    /// Sends all bytes; false when the peer closed.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { buffer in
                Glibc.send(socket, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Everything up to the peer's close, or up to a text; nil text waits for the close.
    func receive(until text: String? = nil) -> String {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let text, String(decoding: received, as: UTF8.self).contains(text) { break }
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            received.append(contentsOf: buffer[..<count])
        }
        return String(decoding: received, as: UTF8.self)
    }

    /// One request on an own connection; the request should ask to close it.
    static func exchange(port: UInt16, _ request: String) -> String {
        guard let client = RawClient(port: port) else { return "refused" }
        client.send(request)
        return client.receive()
    }
}

extension String {
    /// What is behind the header.
    var httpBody: String {
        guard let blank = firstRange(of: "\r\n\r\n") else { return "" }
        return String(self[blank.upperBound...])
    }

    /// The first line without its line break.
    var statusLine: String { String(prefix { $0 != "\r\n" }) }

    private func firstRange(of other: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
            start = index(after: start)
        }
        return nil
    }
}
