/// How bytes are compressed.
package enum CompressionFormat: Sendable, Equatable, CaseIterable {
    /// RFC 1952, by zlib.
    case gzip
    /// RFC 8878, by libzstd, which is loaded when it is needed.
    case zstandard

    /// What the first bytes of a file give away.
    package init?(start: some Collection<UInt8>) {
        if start.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstandard
        } else {
            return nil
        }
    }

    /// What the ending of a file's name asks for: `.gz`, `.zst`.
    package init?(name: String) {
        let name = name.lowercased()
        if name.hasSuffix(".gz") {
            self = .gzip
        } else if name.hasSuffix(".zst") {
            self = .zstandard
        } else {
            return nil
        }
    }

    /// `gzip`, `zstd`.
    package var name: String {
        switch self {
        case .gzip: "gzip"
        case .zstandard: "zstd"
        }
    }
}

/// Why bytes cannot be compressed or decompressed.
package enum CompressionError: Error, Sendable, Equatable {
    /// The bytes are not what they began as, or are damaged.
    case damaged(CompressionFormat)
    /// The bytes end too soon.
    case cut(CompressionFormat)
    /// The system has no library for it.
    case noLibrary(CompressionFormat)
    /// There is no memory for it.
    case noMemory
}

/// How far one step through bytes came.
package struct CompressionStep: Sendable, Equatable {
    /// Bytes taken.
    package let taken: Int
    /// Bytes given.
    package let given: Int
}
