import Files
import Glibc

/// One datagram that asks `ftd` to look at the spool now; without it the spool is looked at an interval later.
enum WakeSignal {
    /// Sends it without waiting.
    ///
    /// - Returns: whether a socket took it.
    static func send(to path: String) -> Bool {
        guard let address = UnixAddress(path) else { return false }
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return false }
        let descriptor = Descriptor(owning: number)
        return address.send(Array("look".utf8), from: descriptor.number, waits: false)
    }
}
