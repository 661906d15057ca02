import CCrypto

/// libcrypto refused to compute: out of memory, or its configuration leaves it without the algorithm.
package struct DigestError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was to be computed, for example `SHA-256`.
    package let algorithm: String
    /// libcrypto's own words; empty when it gave none.
    package let reason: String

    package init(algorithm: String, reason: String) {
        self.algorithm = algorithm
        self.reason = reason
    }

    /// What could not be computed, why, and which configuration to look at.
    package var description: String {
        let cause = reason.isEmpty ? "" : ": \(reason)"
        return "cannot compute \(algorithm) with libcrypto\(cause); does openssl.cnf switch its default provider off?"
    }

    /// Takes the oldest entry of the calling thread's error queue and empties the queue.
    static func fromQueue(_ algorithm: String) -> DigestError {
        let code = ERR_get_error()
        defer { ERR_clear_error() }
        guard code != 0 else { return DigestError(algorithm: algorithm, reason: "") }
        // 256 bytes are what ERR_error_string_n's manual asks for.
        var text = [CChar](repeating: 0, count: 256)
        ERR_error_string_n(code, &text, text.count)
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return DigestError(algorithm: algorithm, reason: String(decoding: bytes, as: UTF8.self))
    }
}
