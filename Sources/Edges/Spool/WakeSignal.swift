import Glibc

/// One datagram that asks `ftd` to look at the spool now; without it the spool is looked at an interval later.
enum WakeSignal {
    /// Sends it without waiting.
    ///
    /// - Returns: whether a socket took it.
    static func send(to path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                sendto(
                    descriptor, "look", 4, Int32(MSG_DONTWAIT | MSG_NOSIGNAL), generic,
                    socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return sent == 4
    }
}
