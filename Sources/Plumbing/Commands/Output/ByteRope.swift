/// Bytes that only grow, in pieces: nothing is copied to make room, which would take twice the memory.
struct ByteRope: Sendable {
    private static let piece = 256 << 10
    private(set) var pieces: [[UInt8]] = []

    /// Appends text; one text is never cut in two.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends bytes; they are never cut in two.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if (pieces.last.map { $0.count + bytes.count > Self.piece }) ?? true {
            var piece: [UInt8] = []
            piece.reserveCapacity(max(Self.piece, bytes.count))
            pieces.append(piece)
        }
        pieces[pieces.count - 1].append(contentsOf: bytes)
    }

    func write(to output: OutputWriter) throws(OutputError) {
        for piece in pieces { try output.write(bytes: piece) }
    }
}
