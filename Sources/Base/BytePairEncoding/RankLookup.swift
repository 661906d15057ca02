/// A ``RankTable`` opened for reading; it lives as long as the closure that got it.
struct RankLookup {
    private let base: UnsafeRawPointer
    private let layout: RankTable.Layout

    init(base: UnsafeRawPointer, layout: RankTable.Layout) {
        self.base = base
        self.layout = layout
    }

    /// Runs the body with a lookup.
    @inline(__always)
    static func over(_ table: RankTable, _ body: (RankLookup) -> Void) {
        table.words.withUnsafeBytes { block in
            if let base = block.baseAddress { body(RankLookup(base: base, layout: table.layout)) }
        }
    }

    /// The rank of a pair of bytes, or ``RankTable/none``.
    @inline(__always)
    func rank(of first: UInt8, _ second: UInt8) -> UInt32 {
        base.load(fromByteOffset: layout.pairs &+ 4 &* (Int(first) | Int(second) &<< 8), as: UInt32.self)
    }

    /// The number of bytes of a token.
    @inline(__always)
    func length(of rank: UInt32) -> Int { offset(Int(rank) &+ 1) &- offset(Int(rank)) }

    /// The bytes of a token.
    @inline(__always)
    func token(_ rank: UInt32) -> UnsafeRawPointer { base + layout.bytes + offset(Int(rank)) }

    @inline(__always)
    private func offset(_ rank: Int) -> Int {
        Int(base.load(fromByteOffset: layout.offsets &+ 4 &* rank, as: UInt32.self))
    }

    /// The rank of a run of bytes, or ``RankTable/none``.
    ///
    /// `limit` is the end of the memory that may be read.
    @inline(__always)
    func rank(of token: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer) -> UInt32 {
        rank(of: token, length, limit: limit) { _ in true }
    }

    /// The same for bytes that most likely are no token, such as a pair that might be merged.
    @inline(__always)
    func rank(ofPair token: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer) -> UInt32 {
        rank(of: token, length, limit: limit) { hash in
            let bit = Int(truncatingIfNeeded: hash &>> layout.filterShift)
            let byte = base.load(fromByteOffset: layout.filter &+ bit &>> 3, as: UInt8.self)
            return byte &>> UInt8(truncatingIfNeeded: bit & 7) & 1 != 0
        }
    }

    @inline(__always)
    private func rank(
        of token: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer, _ mayBeThere: (UInt64) -> Bool
    ) -> UInt32 {
        if length <= 8 {
            let key = Self.key(token, length, limit: limit)
            let hash = Self.hash(key)
            return mayBeThere(hash) ? rank(ofShort: key, length, hash) : RankTable.none
        }
        if length <= 16 {
            let first = token.loadUnaligned(as: UInt64.self)
            let last = token.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            let hash = Self.hash(first, last)
            return mayBeThere(hash) ? rank(ofMedium: first, last, length, hash) : RankTable.none
        }
        guard length <= layout.greatestLength else { return RankTable.none }
        let hash = Self.hash(token, length)
        return mayBeThere(hash) ? rank(ofLong: token, length, hash) : RankTable.none
    }

    @inline(__always)
    private func rank(ofShort key: UInt64, _ length: Int, _ hash: UInt64) -> UInt32 {
        var slot = Self.slot(hash, layout.shortSlots)
        while true {
            let place = base + slot &* RankTable.Layout.shortSize
            let found = place.load(fromByteOffset: 12, as: UInt32.self)
            if place.load(as: UInt64.self) == key && found == UInt32(truncatingIfNeeded: length) {
                return place.load(fromByteOffset: 8, as: UInt32.self)
            }
            if found == 0 { return RankTable.none }
            slot = (slot &+ 1) & (layout.shortSlots &- 1)
        }
    }

    @inline(__always)
    private func rank(ofMedium first: UInt64, _ last: UInt64, _ length: Int, _ hash: UInt64) -> UInt32 {
        var slot = Self.slot(hash, layout.mediumSlots)
        while true {
            let place = base + (layout.medium &+ slot &* RankTable.Layout.mediumSize)
            let found = place.load(fromByteOffset: 20, as: UInt32.self)
            if place.load(as: UInt64.self) == first && place.load(fromByteOffset: 8, as: UInt64.self) == last
                && found == UInt32(truncatingIfNeeded: length)
            {
                return place.load(fromByteOffset: 16, as: UInt32.self)
            }
            if found == 0 { return RankTable.none }
            slot = (slot &+ 1) & (layout.mediumSlots &- 1)
        }
    }

    @inline(never)
    private func rank(ofLong bytes: UnsafeRawPointer, _ length: Int, _ hash: UInt64) -> UInt32 {
        var slot = Self.slot(hash, layout.longSlots)
        while true {
            let found = base.load(fromByteOffset: layout.long &+ 4 &* slot, as: UInt32.self)
            guard found != 0 else { return RankTable.none }
            if self.length(of: found &- 1) == length, Self.equal(token(found &- 1), bytes, length) { return found &- 1 }
            slot = (slot &+ 1) & (layout.longSlots &- 1)
        }
    }

    // MARK: Keys and slots

    /// The bytes of a run of 1 to 8 as a number, the first one lowest.
    ///
    /// Near `limit` it is put together from two reads that overlap where they agree.
    @inline(__always)
    static func key(_ token: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer) -> UInt64 {
        if token + 8 <= limit {
            return token.loadUnaligned(as: UInt64.self) & (UInt64.max &>> UInt64(64 &- 8 &* length))
        }
        if length >= 4 {
            let last = UInt64(token.loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self))
            return UInt64(token.loadUnaligned(as: UInt32.self)) | last &<< UInt64(8 &* (length &- 4))
        }
        if length >= 2 {
            let last = UInt64(token.loadUnaligned(fromByteOffset: length &- 2, as: UInt16.self))
            return UInt64(token.loadUnaligned(as: UInt16.self)) | last &<< UInt64(8 &* (length &- 2))
        }
        return UInt64(token.load(as: UInt8.self))
    }

    private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The first slot to look at; the filter takes the bits at the other end of the hash.
    @inline(__always)
    static func slot(_ hash: UInt64, _ slots: Int) -> Int {
        Int(truncatingIfNeeded: hash ^ (hash &>> 32)) & (slots &- 1)
    }

    @inline(__always)
    static func hash(_ key: UInt64) -> UInt64 { key &* multiplier }

    @inline(__always)
    static func hash(_ first: UInt64, _ last: UInt64) -> UInt64 {
        (first &* multiplier ^ (last &>> 29 ^ last)) &* multiplier
    }

    @inline(__always)
    static func hash(_ token: UnsafeRawPointer, _ length: Int) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: length)
        var offset = 0
        while offset &+ 8 < length {
            hash = (hash ^ token.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* multiplier
            hash ^= hash &>> 29
            offset &+= 8
        }
        return (hash ^ token.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)) &* multiplier
    }

    /// Whether two runs of at least 8 bytes are the same.
    @inline(__always)
    private static func equal(_ one: UnsafeRawPointer, _ other: UnsafeRawPointer, _ length: Int) -> Bool {
        var offset = 0
        while offset &+ 8 < length {
            let left = one.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard left == other.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
            offset &+= 8
        }
        return one.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            == other.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
    }
}
