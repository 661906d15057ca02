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
        if length <= 8 { return rank(ofShort: Self.key(token, length, limit: limit), length) }
        if length <= 16 {
            return rank(
                ofMedium: token.loadUnaligned(as: UInt64.self),
                token.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self), length)
        }
        return length <= layout.greatestLength ? rank(ofLong: token, length) : RankTable.none
    }

    @inline(__always)
    private func rank(ofShort key: UInt64, _ length: Int) -> UInt32 {
        var slot = Self.slot(key, layout.shortSlots)
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
    private func rank(ofMedium first: UInt64, _ last: UInt64, _ length: Int) -> UInt32 {
        var slot = Self.slot(first, last, layout.mediumSlots)
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
    private func rank(ofLong bytes: UnsafeRawPointer, _ length: Int) -> UInt32 {
        var slot = Self.slot(bytes, length, layout.longSlots)
        while true {
            let found = base.load(fromByteOffset: layout.long &+ 4 &* slot, as: UInt32.self)
            guard found != 0 else { return RankTable.none }
            if self.length(of: found &- 1) == length, Self.equal(token(found &- 1), bytes, length) { return found &- 1 }
            slot = (slot &+ 1) & (layout.longSlots &- 1)
        }
    }

    // MARK: Keys and slots

    /// The bytes of at most 8, the first one lowest, read one by one.
    @inline(__always)
    static func key(_ token: UnsafeRawPointer, _ length: Int) -> UInt64 {
        var key: UInt64 = 0
        for index in 0..<length {
            key |= UInt64(token.load(fromByteOffset: index, as: UInt8.self)) &<< UInt64(8 &* index)
        }
        return key
    }

    /// The same, read at once where `limit` allows it.
    @inline(__always)
    static func key(_ token: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer) -> UInt64 {
        guard token + 8 <= limit else { return key(token, length) }
        return token.loadUnaligned(as: UInt64.self) & (UInt64.max &>> UInt64(64 &- 8 &* length))
    }

    private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    @inline(__always)
    private static func fold(_ product: UInt64, _ slots: Int) -> Int {
        Int(truncatingIfNeeded: product ^ (product &>> 32)) & (slots &- 1)
    }

    @inline(__always)
    static func slot(_ key: UInt64, _ slots: Int) -> Int { fold(key &* multiplier, slots) }

    @inline(__always)
    static func slot(_ first: UInt64, _ last: UInt64, _ slots: Int) -> Int {
        fold((first &* multiplier ^ (last &>> 29 ^ last)) &* multiplier, slots)
    }

    @inline(__always)
    static func slot(_ token: UnsafeRawPointer, _ length: Int, _ slots: Int) -> Int {
        var hash = UInt64(truncatingIfNeeded: length)
        var offset = 0
        while offset &+ 8 < length {
            hash = (hash ^ token.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* multiplier
            hash ^= hash &>> 29
            offset &+= 8
        }
        hash = (hash ^ token.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)) &* multiplier
        return fold(hash, slots)
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
