/// One text for each of many things, behind each other in one piece of memory, so that all are looked through at once.
struct TextIndex: Sendable {
    /// Texts together; a store that has more is searched by SQLite.
    private static let most = 64 << 20
    /// Stands behind each text: no byte of UTF-8.
    private static let end: UInt8 = 0xFF

    private struct Piece {
        let start: Int
        /// Nil for a text that is another one by now.
        var owner: Int?
    }

    private var bytes: [UInt8] = []
    /// In the order of their places.
    private var pieces: [Piece] = []
    /// Which piece is whose.
    private var pieceOf: [Int] = []
    /// Bytes of pieces that are nobody's any more.
    private var wasted = 0
    /// Whether every text is in here.
    private(set) var isWhole = true

    /// Sets the text of a thing; things are numbered from 0 without gaps.
    mutating func set(_ text: [UInt8], of owner: Int) {
        guard isWhole else { return }
        if bytes.count + text.count >= Self.most, wasted > 1 << 20 { compact() }
        guard bytes.count + text.count < Self.most else {
            self = TextIndex()
            isWhole = false
            return
        }
        if owner < pieceOf.count {
            pieces[pieceOf[owner]].owner = nil
            wasted += place(of: pieceOf[owner]).count
            pieceOf[owner] = pieces.count
        } else {
            pieceOf.append(pieces.count)
        }
        pieces.append(Piece(start: bytes.count, owner: owner))
        bytes += text
        bytes.append(Self.end)
        if wasted > bytes.count / 2, wasted > 1 << 16 { compact() }
    }

    /// Where the bytes of a piece stand, its end with them.
    private func place(of piece: Int) -> Range<Int> {
        pieces[piece].start..<(piece + 1 < pieces.count ? pieces[piece + 1].start : bytes.count)
    }

    private mutating func compact() {
        let old = self
        (bytes, pieces, wasted) = ([], [], 0)
        bytes.reserveCapacity(old.bytes.count)
        for owner in pieceOf.indices {
            let place = old.place(of: old.pieceOf[owner])
            pieceOf[owner] = pieces.count
            pieces.append(Piece(start: bytes.count, owner: owner))
            bytes += old.bytes[place]
        }
    }

    /// The things whose text contains another one, in the order in which the texts were set.
    func owners(containing text: [UInt8]) -> [Int] {
        guard !text.isEmpty, !text.contains(Self.end) else { return [] }
        let pieces = pieces
        return bytes.withUnsafeBytes { bytes in
            text.withUnsafeBytes { text in
                var owners: [Int] = []
                var (piece, place) = (0, 0)
                while let match = Self.first(text, in: bytes, from: place) {
                    piece = Self.piece(at: match, in: pieces, from: piece)
                    if let owner = pieces[piece].owner { owners.append(owner) }
                    piece += 1
                    guard piece < pieces.count else { break }
                    place = pieces[piece].start
                }
                return owners
            }
        }
    }

    /// The last piece that starts at a place or before it.
    private static func piece(at place: Int, in pieces: [Piece], from first: Int) -> Int {
        var (low, step) = (first, 1)
        while low + step < pieces.count, pieces[low + step].start <= place {
            low += step
            step *= 2
        }
        var high = min(low + step, pieces.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if pieces[middle].start <= place { low = middle } else { high = middle }
        }
        return low
    }

    /// Where a text is found first.
    ///
    /// 32 places at once are asked for its first and its last byte, and the few that have both are compared.
    private static func first(
        _ text: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer, from start: Int
    ) -> Int? {
        let last = text.count - 1
        func isAt(_ place: Int) -> Bool {
            for offset in 0..<text.count where bytes[place + offset] != text[offset] { return false }
            return true
        }
        var place = start
        let (firsts, lasts) = (SIMD32<UInt8>(repeating: text[0]), SIMD32<UInt8>(repeating: text[last]))
        while place + last + 32 <= bytes.count {
            let isFirst = bytes.loadUnaligned(fromByteOffset: place, as: SIMD32<UInt8>.self) .== firsts
            let isLast = bytes.loadUnaligned(fromByteOffset: place + last, as: SIMD32<UInt8>.self) .== lasts
            let both = isFirst .& isLast
            let words = unsafeBitCast(both, to: SIMD4<UInt64>.self)
            if words[0] | words[1] | words[2] | words[3] != 0 {
                for word in 0..<4 {
                    // A byte of ones for each place that has both; the first one in memory is the lowest.
                    var places = UInt64(littleEndian: words[word]) & 0x8080_8080_8080_8080
                    while places != 0 {
                        let found = place + word * 8 + places.trailingZeroBitCount / 8
                        if isAt(found) { return found }
                        places &= places - 1
                    }
                }
            }
            place += 32
        }
        while place + last < bytes.count {
            if isAt(place) { return place }
            place += 1
        }
        return nil
    }
}
