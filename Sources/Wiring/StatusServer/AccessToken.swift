import Digest
import Text

/// What a request must carry where the pages are not for everybody who reaches them.
///
/// Only its digest is kept, and compared in constant time.
struct AccessToken: Sendable {
    /// A shorter one could be guessed.
    static let leastCount = 16

    private let digest: SHA256Digest

    /// Nil for a text that is too short, or that a header could not carry.
    init?(_ text: String) throws(DigestError) {
        let token = String(Substring(text).trimmed)
        guard token.utf8.count >= Self.leastCount, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        digest = try SHA256.digest(of: Array(token.utf8))
    }

    /// Whether an `Authorization` header carries it, as the password of Basic (RFC 7617) or as a bearer token (RFC 6750).
    func admits(_ header: String?) -> Bool {
        guard let header, header.utf8.count <= 8192 else { return false }
        let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return false }
        switch parts[0].lowercased() {
        case "bearer": return isSame(Array(Substring(parts[1]).trimmed.utf8))
        case "basic":
            guard let pair = Base64.decode(String(Substring(parts[1]).trimmed)),
                let colon = pair.firstIndex(of: UInt8(ascii: ":"))
            else { return false }
            return isSame(Array(pair[(colon + 1)...]))
        default: return false
        }
    }

    private func isSame(_ bytes: [UInt8]) -> Bool {
        do throws(DigestError) {
            return ConstantTime.equal(try SHA256.digest(of: bytes).bytes, digest.bytes)
        } catch {
            return false
        }
    }
}
