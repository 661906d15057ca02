import BytePairEncoding
import Commands
import Files
import Text

/// Cuts a text of any length into parts that may be counted one by one: their tokens together are those of the whole.
///
/// The memory is a buffer of 1 MB; it grows only for a stretch of text without a place to cut, such as a million
/// letters in a row, and up to ``longestStretch``.
struct TextParts {
    /// A longer stretch without a place to cut is no text: 64 MB.
    static let longestStretch = 64 << 20

    private let source: TextSource
    private let encoding: Encoding
    private let byLines: Bool
    private var buffer: [UInt8]
    private var pending = 0..<0
    /// How much of what is pending holds no line feed.
    private var searched = 0
    private var reachedEnd = false

    /// - Parameters:
    ///   - byLines: whether each line is a text of its own, its LF or CR LF not part of it.
    ///   - capacity: bytes of the buffer at first.
    init(_ source: TextSource, _ encoding: Encoding, byLines: Bool, capacity: Int = 1 << 20) {
        self.source = source
        self.encoding = encoding
        self.byLines = byLines
        buffer = [UInt8](repeating: 0, count: max(capacity, 16))
    }

    /// Hands over the next part, and whether its text, the whole or a line, ends with it; false at the end.
    mutating func next(_ body: (UnsafeBufferPointer<UInt8>, Bool) throws -> Void) throws -> Bool {
        while true {
            if byLines, let end = lineFeed() {
                let isWindows = end > pending.lowerBound && buffer[end - 1] == 0x0D
                try hand(pending.lowerBound..<(isWindows ? end - 1 : end), endsText: true, consuming: end + 1, body)
                return true
            }
            if reachedEnd {
                guard !pending.isEmpty else { return false }
                try hand(pending, endsText: true, consuming: pending.upperBound, body)
                return true
            }
            if pending.count == buffer.count {
                if let cut = buffer.withUnsafeBufferPointer({ encoding.lastCut(in: $0) }) {
                    try hand(pending.lowerBound..<cut, endsText: false, consuming: cut, body)
                    return true
                }
                guard buffer.count < Self.longestStretch else {
                    throw CommandError(
                        .failed,
                        "\(source.name): \(HumanText.bytes(Int64(buffer.count))) without a place to cut the text: "
                            + "this is no text")
                }
                buffer.append(contentsOf: repeatElement(0, count: buffer.count))
            }
            try fill()
        }
    }

    private mutating func lineFeed() -> Int? {
        let start = pending.lowerBound + searched
        let found = buffer[start..<pending.upperBound].firstIndex(of: 0x0A)
        searched = found == nil ? pending.count : 0
        return found
    }

    private mutating func hand(
        _ range: Range<Int>, endsText: Bool, consuming end: Int,
        _ body: (UnsafeBufferPointer<UInt8>, Bool) throws -> Void
    ) rethrows {
        try buffer.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range]), endsText) }
        pending = end..<pending.upperBound
        searched = 0
    }

    /// Moves what is pending to the start, and reads more behind it.
    private mutating func fill() throws(FileError) {
        if pending.lowerBound > 0 {
            let kept = pending.count
            buffer.withUnsafeMutableBytes { bytes in
                bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[pending]))
            }
            pending = 0..<kept
        }
        let end = pending.upperBound
        let result = buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(FileError) in
                try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[end...]))
            }
        }
        let count = try result.get()
        reachedEnd = count == 0
        pending = pending.lowerBound..<end + count
    }
}
