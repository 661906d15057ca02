import Testing

@testable import Compression

@Suite struct CompressionTests {
    private func compressed(_ bytes: [UInt8], _ format: CompressionFormat) throws -> [UInt8] {
        let compressor = try Compressor(format)
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 1_000) {
            try bytes[start..<min(start + 1_000, bytes.count)].withUnsafeBytes {
                try compressor.append($0, to: &output)
            }
        }
        try compressor.finish(to: &output)
        return output
    }

    private func decompressed(_ bytes: [UInt8], _ format: CompressionFormat, room: Int = 700) throws -> [UInt8] {
        let decompressor = try Decompressor(format)
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: room)
        var taken = 0
        while true {
            let step = try bytes[taken...].withUnsafeBytes { input in
                try chunk.withUnsafeMutableBytes { try decompressor.step(input, into: $0) }
            }
            taken += step.taken
            output.append(contentsOf: chunk[..<step.given])
            if step.taken == 0, step.given == 0 { break }
        }
        try decompressor.finish()
        return output
    }

    private let text = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

    @Test(arguments: CompressionFormat.allCases)
    func whatIsCompressedComesBack(format: CompressionFormat) throws {
        let packed = try compressed(text, format)
        #expect(CompressionFormat(start: packed) == format)
        #expect(packed.count < text.count)
        #expect(try decompressed(packed, format) == text)
        #expect(try decompressed(packed + packed, format) == text + text)
        #expect(try decompressed(try compressed([], format), format).isEmpty)
    }

    @Test(arguments: CompressionFormat.allCases)
    func whatIsCutOrDamagedIsSaid(format: CompressionFormat) throws {
        let packed = try compressed(text, format)
        #expect(throws: CompressionError.cut(format)) { try decompressed(packed.dropLast(5), format) }
        #expect(throws: CompressionError.damaged(format)) { try decompressed(packed + Array("rows".utf8), format) }
    }

    private func decompressed(_ bytes: ArraySlice<UInt8>, _ format: CompressionFormat) throws -> [UInt8] {
        try decompressed(Array(bytes), format)
    }

    @Test(arguments: [
        ("a.jsonl.gz", CompressionFormat.gzip), ("A.GZ", .gzip), ("a.zst", .zstandard), ("a.gzip", nil), ("gz", nil),
    ])
    func aNameAsksForItsFormat(name: String, format: CompressionFormat?) {
        #expect(CompressionFormat(name: name) == format)
    }
}
