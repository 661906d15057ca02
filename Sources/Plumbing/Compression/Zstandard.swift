/// Decompresses zstd.
final class ZstandardReader {
    private let library: ZstandardLibrary
    private let context: OpaquePointer
    /// Whether all that was taken is whole: nothing yet is too.
    private(set) var isAtEnd = true

    init() throws(CompressionError) {
        guard let library = ZstandardLibrary.shared else { throw .noLibrary(.zstandard) }
        guard let context = library.makeReader() else { throw .noMemory }
        self.library = library
        self.context = context
    }

    deinit { _ = library.freeReader(context) }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> CompressionStep {
        var source = ZstandardLibrary.Buffer(address: input.baseAddress, size: input.count)
        var target = ZstandardLibrary.Buffer(address: UnsafeRawPointer(output.baseAddress), size: output.count)
        let result = library.decompress(context, &target, &source)
        guard library.isError(result) == 0 else { throw .damaged(.zstandard) }
        if source.position > 0 || target.position > 0 { isAtEnd = result == 0 }
        return CompressionStep(taken: source.position, given: target.position)
    }
}

/// Compresses to zstd.
final class ZstandardWriter {
    private let library: ZstandardLibrary
    private let context: OpaquePointer
    private var chunk = [UInt8](repeating: 0, count: 128 << 10)

    init() throws(CompressionError) {
        guard let library = ZstandardLibrary.shared else { throw .noLibrary(.zstandard) }
        guard let context = library.makeWriter() else { throw .noMemory }
        self.library = library
        self.context = context
    }

    deinit { _ = library.freeWriter(context) }

    func write(_ input: UnsafeRawBufferPointer, isLast: Bool, to output: inout [UInt8]) throws(CompressionError) {
        var source = ZstandardLibrary.Buffer(address: input.baseAddress, size: input.count)
        // ZSTD_e_continue and ZSTD_e_end.
        let operation: Int32 = isLast ? 2 : 0
        while true {
            var given = 0
            let result = chunk.withUnsafeMutableBytes { bytes in
                var target = ZstandardLibrary.Buffer(address: UnsafeRawPointer(bytes.baseAddress), size: bytes.count)
                let result = library.compress(context, &target, &source, operation)
                given = target.position
                return result
            }
            guard library.isError(result) == 0 else { throw .noMemory }
            output.append(contentsOf: chunk[..<given])
            if isLast ? result == 0 : source.position == source.size { return }
        }
    }
}
