import CCurl
import Glibc

/// Judges the addresses that connections are about to be opened to, after names were resolved.
///
/// Behind link-local addresses are what a machine tells itself, above all the keys of cloud machines ("metadata"): a name
/// that somebody else controls must not lead there.
package enum AddressGuard {
    /// Metadata services that have no link-local address: Amazon's and Google's over IPv6, Alibaba's, Oracle's, and
    /// Azure's host.
    private static let metadata: Set<String> = [
        "fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192", "168.63.129.16",
    ]

    /// Whether an address, as numbers, is link-local or a metadata service's; false for what is no such address.
    package static func isGuarded(_ text: String) -> Bool {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return isGuarded(four) }
        var six = in6_addr()
        return inet_pton(AF_INET6, text, &six) == 1 && isGuarded(six)
    }

    /// The same of what a socket is to be connected to; nil where it may be, otherwise the address.
    static func refusal(of address: UnsafePointer<curl_sockaddr>) -> String? {
        withUnsafePointer(to: address.pointee.addr) { pointer in
            switch Int32(address.pointee.family) {
            case AF_INET:
                guard address.pointee.addrlen >= MemoryLayout<sockaddr_in>.size else { return nil }
                let four = UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in.self).sin_addr
                return isGuarded(four) ? text(four) : nil
            case AF_INET6:
                // libcurl's structure has room for every address, though its type names only the general part.
                guard address.pointee.addrlen >= MemoryLayout<sockaddr_in6>.size else { return nil }
                let whole = UnsafeRawPointer(address) + (MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0)
                let six = whole.loadUnaligned(as: sockaddr_in6.self).sin6_addr
                return isGuarded(six) ? text(six) : nil
            default: return nil
            }
        }
    }

    private static func isGuarded(_ address: in_addr) -> Bool {
        // 169.254.0.0/16 (RFC 3927).
        UInt32(bigEndian: address.s_addr) >> 16 == 0xA9FE || metadata.contains(text(address))
    }

    private static func isGuarded(_ address: in6_addr) -> Bool {
        let bytes = withUnsafeBytes(of: address) { Array($0) }
        // fe80::/10 (RFC 4291).
        if bytes[0] == 0xFE, bytes[1] & 0xC0 == 0x80 { return true }
        // ::ffff:0:0/96 and 64:ff9b::/96 stand for an IPv4 address (RFC 4291, RFC 6052).
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
        if Array(bytes[..<12]) == mapped || Array(bytes[..<12]) == translated {
            return isGuarded(bytes[12...].withUnsafeBytes { in_addr(s_addr: $0.loadUnaligned(as: UInt32.self)) })
        }
        return metadata.contains(text(address))
    }

    private static func text(_ address: in_addr) -> String {
        var address = address
        return numbers(AF_INET, &address)
    }

    private static func text(_ address: in6_addr) -> String {
        var address = address
        return numbers(AF_INET6, &address)
    }

    private static func numbers(_ family: Int32, _ address: UnsafeRawPointer) -> String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, address, &buffer, socklen_t(buffer.count)) != nil else { return "?" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
