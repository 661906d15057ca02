import CZlib

/// Decompresses gzip.
final class GzipReader {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    /// Whether all that was taken is whole: nothing yet is too.
    private(set) var isAtEnd = true

    init() throws(CompressionError) {
        stream.initialize(to: z_stream())
        guard ftd_inflate_gzip(stream) == Z_OK else {
            stream.deallocate()
            throw .noMemory
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> CompressionStep {
        if isAtEnd, !input.isEmpty {
            guard inflateReset(stream) == Z_OK else { throw .damaged(.gzip) }
            isAtEnd = false
        }
        let room = min(output.count, Int(UInt32.max))
        let count = min(input.count, Int(UInt32.max))
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        switch inflate(stream, Z_NO_FLUSH) {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: isAtEnd = true
        case Z_MEM_ERROR: throw .noMemory
        case _: throw .damaged(.gzip)
        }
        return CompressionStep(
            taken: count - Int(stream.pointee.avail_in), given: room - Int(stream.pointee.avail_out))
    }
}

/// Compresses to gzip.
final class GzipWriter {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var chunk = [UInt8](repeating: 0, count: 64 << 10)

    init() throws(CompressionError) {
        stream.initialize(to: z_stream())
        guard ftd_deflate_gzip(stream) == Z_OK else {
            stream.deallocate()
            throw .noMemory
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func write(_ input: UnsafeRawBufferPointer, isLast: Bool, to output: inout [UInt8]) throws(CompressionError) {
        var rest = input
        repeat {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: part.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = UInt32(part.count)
            try drain(isLast && rest.isEmpty ? Z_FINISH : Z_NO_FLUSH, to: &output)
        } while !rest.isEmpty
    }

    private func drain(_ flush: Int32, to output: inout [UInt8]) throws(CompressionError) {
        while true {
            let room = chunk.count
            let result = chunk.withUnsafeMutableBufferPointer { buffer in
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(room)
                return deflate(stream, flush)
            }
            guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { throw .noMemory }
            output.append(contentsOf: chunk[..<(room - Int(stream.pointee.avail_out))])
            if result == Z_STREAM_END || stream.pointee.avail_out > 0 { return }
        }
    }
}
