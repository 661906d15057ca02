import CCrypto
import Text

/// SHA-256 (FIPS 180-4) over bytes that arrive piece by piece.
///
/// The hasher belongs to whoever made it; it is not shared between threads.
package final class SHA256 {
    // The context is made in `init`, freed in `deinit`, and never leaves this class.
    private let context: OpaquePointer
    private var isFinished = false

    /// Starts with no bytes.
    ///
    /// - Throws: ``DigestError`` when libcrypto has no memory or no SHA-256.
    package init() throws(DigestError) {
        guard let context = EVP_MD_CTX_new() else { throw .fromQueue("SHA-256") }
        self.context = context
        guard EVP_DigestInit_ex2(context, EVP_sha256(), nil) == 1 else { throw .fromQueue("SHA-256") }
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes.
    package func update(_ bytes: UnsafeRawBufferPointer) throws(DigestError) {
        precondition(!isFinished, "a finished SHA-256 takes no more bytes")
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        guard EVP_DigestUpdate(context, start, bytes.count) == 1 else { throw .fromQueue("SHA-256") }
    }

    /// Adds bytes.
    package func update(_ bytes: [UInt8]) throws(DigestError) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(DigestError) in try update(buffer) }
        }
        try result.get()
    }

    /// The digest of all bytes so far; the hasher is used up by it.
    package func finish() throws(DigestError) -> SHA256Digest {
        precondition(!isFinished, "a SHA-256 is finished once")
        isFinished = true
        var bytes = [UInt8](repeating: 0, count: SHA256Digest.byteCount)
        var length: UInt32 = 0
        guard EVP_DigestFinal_ex(context, &bytes, &length) == 1, Int(length) == bytes.count else {
            throw .fromQueue("SHA-256")
        }
        return SHA256Digest(trusted: bytes)
    }

    /// The digest of bytes that are all there.
    package static func digest(of bytes: [UInt8]) throws(DigestError) -> SHA256Digest {
        let hasher = try SHA256()
        try hasher.update(bytes)
        return try hasher.finish()
    }
}

/// The 32 bytes of a SHA-256.
package struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
    /// The size of a digest in bytes.
    package static let byteCount = 32

    /// Always ``byteCount`` of them.
    package let bytes: [UInt8]

    init(trusted bytes: [UInt8]) { self.bytes = bytes }

    /// 64 hexadecimal digits in lower case, as `sha256sum` prints them.
    package var hex: String { Hexadecimal.encode(bytes) }

    /// The same as ``hex``.
    package var description: String { hex }
}
