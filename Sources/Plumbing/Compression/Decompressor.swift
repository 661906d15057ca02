/// Decompresses bytes as they come; several compressed texts one after another are one.
package final class Decompressor {
    private enum Engine {
        case gzip(GzipReader)
        case zstandard(ZstandardReader)
    }

    private let engine: Engine

    package init(_ format: CompressionFormat) throws(CompressionError) {
        switch format {
        case .gzip: engine = .gzip(try GzipReader())
        case .zstandard: engine = .zstandard(try ZstandardReader())
        }
    }

    /// Takes some of the bytes and fills the start of a buffer.
    package func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> CompressionStep {
        switch engine {
        case .gzip(let reader): try reader.step(input, into: output)
        case .zstandard(let reader): try reader.step(input, into: output)
        }
    }

    /// Makes sure, at the end of the bytes, that nothing is missing.
    package func finish() throws(CompressionError) {
        switch engine {
        case .gzip(let reader): if !reader.isAtEnd { throw .cut(.gzip) }
        case .zstandard(let reader): if !reader.isAtEnd { throw .cut(.zstandard) }
        }
    }
}

/// Compresses bytes as they come.
package final class Compressor {
    private enum Engine {
        case gzip(GzipWriter)
        case zstandard(ZstandardWriter)
    }

    private let engine: Engine

    package init(_ format: CompressionFormat) throws(CompressionError) {
        switch format {
        case .gzip: engine = .gzip(try GzipWriter())
        case .zstandard: engine = .zstandard(try ZstandardWriter())
        }
    }

    /// Appends what bytes become, as far as that is known yet.
    package func append(_ input: UnsafeRawBufferPointer, to output: inout [UInt8]) throws(CompressionError) {
        switch engine {
        case .gzip(let writer): try writer.write(input, isLast: false, to: &output)
        case .zstandard(let writer): try writer.write(input, isLast: false, to: &output)
        }
    }

    /// Appends what is left.
    package func finish(to output: inout [UInt8]) throws(CompressionError) {
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        switch engine {
        case .gzip(let writer): try writer.write(nothing, isLast: true, to: &output)
        case .zstandard(let writer): try writer.write(nothing, isLast: true, to: &output)
        }
    }
}
