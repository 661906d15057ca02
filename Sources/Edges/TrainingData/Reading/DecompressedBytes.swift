import Compression

/// Bytes that were compressed.
final class DecompressedBytes: ByteSource {
    private let name: String
    private let format: CompressionFormat
    private let source: any ByteSource
    private let decompressor: Decompressor
    private var chunk = [UInt8](repeating: 0, count: 64 << 10)
    private var waiting = 0..<0
    private var reachedEnd = false

    init(_ source: any ByteSource, _ format: CompressionFormat, name: String) throws(TrainingDataError) {
        self.source = source
        self.format = format
        self.name = name
        do throws(CompressionError) { decompressor = try Decompressor(format) } catch {
            throw TrainingDataError(name, .notDecompressed(format: format.name, error.words))
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TrainingDataError) -> Int {
        guard !buffer.isEmpty else { return 0 }
        while true {
            if waiting.isEmpty, !reachedEnd { try fill() }
            let step: CompressionStep
            do throws(CompressionError) {
                step = try self.step(into: buffer)
                waiting = waiting.lowerBound + step.taken..<waiting.upperBound
                if step.given > 0 { return step.given }
                if waiting.isEmpty, reachedEnd {
                    try decompressor.finish()
                    return 0
                }
                // Neither taken nor given: nothing more will come of these bytes.
                if step.taken == 0, !waiting.isEmpty { throw .damaged(format) }
            } catch {
                throw TrainingDataError(name, .notDecompressed(format: format.name, error.words))
            }
        }
    }

    private func step(into buffer: UnsafeMutableRawBufferPointer) throws(CompressionError) -> CompressionStep {
        let result = chunk.withUnsafeBytes { bytes in
            Result { () throws(CompressionError) in
                try decompressor.step(UnsafeRawBufferPointer(rebasing: bytes[waiting]), into: buffer)
            }
        }
        return try result.get()
    }

    private func fill() throws(TrainingDataError) {
        let result = chunk.withUnsafeMutableBytes { bytes in
            Result { () throws(TrainingDataError) in try source.read(into: bytes) }
        }
        let count = try result.get()
        waiting = 0..<count
        reachedEnd = count == 0
    }
}

extension CompressionError {
    /// The end of a sentence.
    var words: String {
        switch self {
        case .damaged: "it is damaged"
        case .cut: "it is cut short"
        case .noLibrary: "this system has no libzstd.so.1; install libzstd1, or pipe it in from zstdcat"
        case .noMemory: "there is not enough memory"
        }
    }
}
