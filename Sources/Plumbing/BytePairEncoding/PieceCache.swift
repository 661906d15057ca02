/// The tokens of short pieces that are no token themselves, as they were last merged.
///
/// Direct mapped: a piece has one place, and a newer one takes it. Keys are compared whole, so a cached answer is as
/// exact as a merged one.
struct PieceCache: Sendable {
    /// One entry is a cache line: the first and the last 8 bytes, length and count, then up to ten ids.
    private static let wordsPerEntry = 8
    private static let entryCount = 4096
    private static let greatestLength = 16
    static let greatestCount = 10

    private var words = [UInt64](repeating: 0, count: entryCount * wordsPerEntry)

    /// Whether pieces of that many bytes are cached.
    @inline(__always)
    static func holds(_ length: Int) -> Bool { length <= greatestLength }

    @inline(__always)
    mutating func withEntries<Result>(_ body: (Entries) -> Result) -> Result? {
        words.withUnsafeMutableBufferPointer { words in words.baseAddress.map { body(Entries(words: $0)) } }
    }

    /// The cache opened for use.
    struct Entries {
        fileprivate let words: UnsafeMutablePointer<UInt64>

        /// The place of a piece, whatever stands there now.
        @inline(__always)
        func entry(of piece: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer) -> Entry {
            let first: UInt64
            let last: UInt64
            if length > 8 {
                first = piece.loadUnaligned(as: UInt64.self)
                last = piece.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            } else {
                first = RankTable.key(piece, length, limit: limit)
                last = 0
            }
            let slot = RankTable.slot(first, last, entryCount)
            return Entry(words: words + slot &* wordsPerEntry, first: first, last: last, length: UInt64(length))
        }
    }

    /// The place of one piece.
    struct Entry {
        fileprivate let words: UnsafeMutablePointer<UInt64>
        fileprivate let first: UInt64
        fileprivate let last: UInt64
        fileprivate let length: UInt64

        /// Whether the tokens here are those of the piece.
        @inline(__always)
        var matches: Bool { words[0] == first && words[1] == last && words[2] & 0xFF == length }

        /// How many tokens the piece has.
        @inline(__always)
        var count: Int { Int(words[2] &>> 8) }

        /// The id of one of its tokens.
        subscript(index: Int) -> UInt32 {
            UInt32(truncatingIfNeeded: words[3 &+ index / 2] &>> UInt64(32 &* (index & 1)))
        }

        /// Keeps the tokens of the piece unless there are too many.
        func store(_ ids: [UInt32]) {
            guard ids.count <= greatestCount else { return }
            words[0] = first
            words[1] = last
            words[2] = length | UInt64(ids.count) << 8
            for place in stride(from: 0, to: ids.count, by: 2) {
                let high = place + 1 < ids.count ? UInt64(ids[place + 1]) : 0
                words[3 + place / 2] = UInt64(ids[place]) | high << 32
            }
        }
    }
}
