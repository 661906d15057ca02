import Glibc

/// Where a server listens: a numeric host and a port.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// An IPv4 or IPv6 address without brackets.
    package var host: String
    /// 0 asks for any free port.
    package var port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Any free port of 127.0.0.1.
    package static let anyLoopbackPort = ListenAddress(host: "127.0.0.1", port: 0)

    /// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`.
    ///
    /// Names other than localhost are refused: a name server must not decide where we listen.
    ///
    /// - Throws: `ServerError.address`.
    package init(parsing text: String) throws(ServerError) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw .address(text)
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard host.contains(":") else { throw .address(text) }
        } else if host.contains(":") {
            throw .address(text)
        }
        self.init(host: host == "localhost" ? "127.0.0.1" : host, port: port)
        guard (try? resolved()) != nil else { throw .address(text) }
    }

    /// `127.0.0.1:8080` or `[::1]:8080`: as it stands in a URL.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether only this machine can reach it.
    package var isLoopback: Bool { host.hasPrefix("127.") || host == "::1" }

    /// A listening socket, closed on exec, and its address with the port that the system chose.
    ///
    /// - Throws: `ServerError.address` or `.listening`.
    func listen() throws(ServerError) -> (socket: Int32, bound: ListenAddress) {
        let target = try resolved()
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(target.family, type, 0)
        guard socket >= 0 else { throw .listening(address: description, errno: errno) }
        var one: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let bound = target.bytes.withUnsafeBytes { buffer in
            bind(socket, buffer.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(buffer.count))
        }
        guard bound == 0, Glibc.listen(socket, SOMAXCONN) == 0, let port = Self.port(of: socket) else {
            let code = errno
            close(socket)
            throw .listening(address: description, errno: code)
        }
        return (socket, ListenAddress(host: host, port: port))
    }

    private func resolved() throws(ServerError) -> (family: Int32, bytes: [UInt8]) {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &list) == 0, let first = list else { throw .address(description) }
        defer { freeaddrinfo(first) }
        return (
            first.pointee.ai_family,
            [UInt8](UnsafeRawBufferPointer(start: first.pointee.ai_addr, count: Int(first.pointee.ai_addrlen)))
        )
    }

    private static func port(of socket: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &storage) { buffer -> UInt16? in
            guard let base = buffer.baseAddress,
                getsockname(socket, base.assumingMemoryBound(to: sockaddr.self), &length) == 0
            else { return nil }
            // sin_port and sin6_port lie at the same offset, in network byte order.
            return UInt16(bigEndian: buffer.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
    }
}
