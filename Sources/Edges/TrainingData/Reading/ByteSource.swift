/// Where bytes come from, as they are or turned into others on the way.
protocol ByteSource: AnyObject {
    /// Fills the start of a buffer; 0 bytes at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TrainingDataError) -> Int
}

/// Bytes of which the first have been looked at already.
final class PeekedBytes: ByteSource {
    private let source: any ByteSource
    private(set) var start: [UInt8]
    private var place = 0

    /// Reads as many bytes as are to be looked at, where there are so many.
    init(_ source: any ByteSource, count: Int) throws(TrainingDataError) {
        self.source = source
        start = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let result = start.withUnsafeMutableBytes { bytes in
                Result { () throws(TrainingDataError) in
                    try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
                }
            }
            let more = try result.get()
            guard more > 0 else { break }
            filled += more
        }
        start.removeSubrange(filled...)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TrainingDataError) -> Int {
        guard place < start.count else { return try source.read(into: buffer) }
        let part = start[place...].prefix(buffer.count)
        buffer.copyBytes(from: part)
        place += part.count
        return part.count
    }
}
