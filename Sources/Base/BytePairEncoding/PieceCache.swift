/// The tokens of pieces that are no token themselves, as they were last merged.
///
/// A piece has a set of two places; a new one takes the first, and what was there moves to the second. Keys are compared
/// whole, so a cached answer is as exact as a merged one.
struct PieceCache: Sendable {
    /// One entry is a cache line: three words of key, one of length and count, then up to eight ids.
    private static let wordsPerEntry = 8
    private static let setCount = 8192
    private static let wordsPerSet = 2 * wordsPerEntry
    private static let greatestLength = 24
    private static let greatestCount = 8

    private var words = [UInt64](repeating: 0, count: setCount * wordsPerSet)

    /// Whether pieces of that many bytes are cached.
    @inline(__always)
    static func holds(_ length: Int) -> Bool { length <= greatestLength }

    @inline(__always)
    mutating func withEntries(_ body: (Entries) -> Void) {
        words.withUnsafeMutableBufferPointer { words in
            if let base = words.baseAddress { body(Entries(words: base)) }
        }
    }

    /// The cache opened for use.
    struct Entries {
        fileprivate let words: UnsafeMutablePointer<UInt64>

        /// The place of a piece: where its tokens are, or else the first of its set, whatever stands there now.
        @inline(__always)
        func entry(of piece: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer) -> Entry {
            var first: UInt64 = 0
            var middle: UInt64 = 0
            var last: UInt64 = 0
            if length > 8 {
                first = piece.loadUnaligned(as: UInt64.self)
                if length > 16 { middle = piece.loadUnaligned(fromByteOffset: 8, as: UInt64.self) }
                last = piece.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            } else {
                first = RankLookup.key(piece, length, limit: limit)
            }
            let set = words + RankLookup.slot(RankLookup.hash(first, middle &* 31 ^ last), setCount) &* wordsPerSet
            var entry = Entry(
                words: set, first: first, middle: middle, last: last, length: UInt64(truncatingIfNeeded: length))
            if !entry.matches {
                entry.words = set + wordsPerEntry
                if !entry.matches { entry.words = set }
            }
            return entry
        }
    }

    /// The place of one piece.
    struct Entry {
        fileprivate var words: UnsafeMutablePointer<UInt64>
        fileprivate let first: UInt64
        fileprivate let middle: UInt64
        fileprivate let last: UInt64
        fileprivate let length: UInt64

        /// Whether the tokens here are those of the piece.
        @inline(__always)
        var matches: Bool {
            words[0] == first && words[1] == middle && words[2] == last && words[3] & 0xFF == length
        }

        /// How many tokens the piece has.
        @inline(__always)
        var count: Int { Int(truncatingIfNeeded: words[3] &>> 8) }

        /// The id of one of its tokens.
        @inline(__always)
        subscript(index: Int) -> UInt32 {
            UInt32(truncatingIfNeeded: words[4 &+ index / 2] &>> UInt64(32 &* (index & 1)))
        }

        /// Keeps the tokens of a piece that matches nothing, unless there are too many.
        func store(_ ids: [UInt32]) {
            guard ids.count <= greatestCount else { return }
            (words + wordsPerEntry).update(from: words, count: wordsPerEntry)
            words[0] = first
            words[1] = middle
            words[2] = last
            words[3] = length | UInt64(ids.count) << 8
            for place in stride(from: 0, to: ids.count, by: 2) {
                let high = place + 1 < ids.count ? UInt64(ids[place + 1]) : 0
                words[4 + place / 2] = UInt64(ids[place]) | high << 32
            }
        }
    }
}
