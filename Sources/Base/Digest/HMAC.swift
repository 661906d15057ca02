import CCrypto

/// HMAC with SHA-256 (RFC 2104).
package enum HMAC {
    /// The 32 bytes that only a holder of the key can compute for this message.
    ///
    /// - Throws: ``DigestError`` when libcrypto has no memory or no HMAC.
    package static func sha256(_ message: [UInt8], key: [UInt8]) throws(DigestError) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256Digest.byteCount)
        var length = 0
        // An empty array may have no address, and libcrypto takes no address for "no key set".
        let key = key.isEmpty ? [0] : key
        let done = EVP_Q_mac(
            nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, &code, code.count, &length)
        guard done != nil, length == code.count else { throw .fromQueue("HMAC-SHA-256") }
        return code
    }
}

/// Comparison in constant time.
package enum ConstantTime {
    /// Whether both are the same bytes, in a time that depends on their lengths only.
    package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }
}
