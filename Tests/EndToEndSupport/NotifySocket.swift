import Glibc
import Synchronization

/// What systemd is for a service that notifies: a datagram socket.
final class NotifySocket: Sendable {
    /// Why it cannot listen.
    struct Failure: Error {
        let code: Int32
    }

    let path: String
    private let descriptor: Int32
    private let messages = Mutex<[String]>([])

    init(_ path: String) throws(Failure) {
        self.path = path
        let kind = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        descriptor = socket(AF_UNIX, Int32(kind), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            buffer.copyBytes(from: path.utf8.prefix(buffer.count - 1))
        }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let descriptor = descriptor
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        guard bound == 0 else { throw Failure(code: errno) }
    }

    deinit { close(descriptor) }

    /// Everything that came so far, oldest first.
    func receive() -> [String] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        return messages.withLock { messages in
            while true {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count >= 0 else { return messages }
                messages.append(String(decoding: buffer[..<count], as: UTF8.self))
            }
        }
    }
}
