internal import Glibc

/// The address of a unix socket: a path, or a name of Linux's abstract space written as `@name`.
package struct UnixAddress {
    private var address = sockaddr_un()
    private let length: socklen_t

    /// Nil when the path is too long for a socket: 107 bytes.
    package init?(_ path: String) {
        var bytes = Array(path.utf8)
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        let room = MemoryLayout<sockaddr_un>.size - offset
        let isAbstract = bytes.first == UInt8(ascii: "@")
        guard !bytes.isEmpty, bytes.count < room, !bytes.contains(0) else { return nil }
        if isAbstract { bytes[0] = 0 }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address) { $0[offset...].copyBytes(from: bytes) }
        // An abstract name ends where its length says; a path ends at its zero.
        length = socklen_t(offset + bytes.count + (isAbstract ? 0 : 1))
    }

    /// Gives the socket this address; false with `errno` set if that fails.
    package func bind(_ descriptor: Int32) -> Bool {
        withPointer { Glibc.bind(descriptor, $0, length) } == 0
    }

    /// Sends a datagram here; false with `errno` set if nobody takes it.
    ///
    /// - Parameter waits: whether a full socket is waited for; otherwise it does not take the datagram.
    @discardableResult
    package func send(_ bytes: [UInt8], from descriptor: Int32, waits: Bool = true) -> Bool {
        let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
        return withPointer { sendto(descriptor, bytes, bytes.count, flags, $0, length) } == bytes.count
    }

    private func withPointer<Result>(_ body: (UnsafePointer<sockaddr>) -> Result) -> Result {
        withUnsafePointer(to: address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
    }
}
