/// A ``RankTable`` opened for reading; it lives as long as the closure that got it.
struct RankLookup {
    private let short: UnsafePointer<RankTable.ShortSlot>
    private let shortCount: Int
    private let medium: UnsafePointer<RankTable.MediumSlot>
    private let mediumCount: Int
    private let long: UnsafePointer<UInt32>
    private let longCount: Int
    private let pairs: UnsafePointer<UInt32>
    private let bytes: UnsafeRawPointer
    private let offsets: UnsafePointer<UInt32>
    private let greatestLength: Int

    /// Runs the body with a lookup; nil when the table holds nothing.
    @inline(__always)
    static func over<Result>(_ table: RankTable, _ body: (RankLookup) -> Result) -> Result? {
        table.short.withUnsafeBufferPointer { short in
            table.medium.withUnsafeBufferPointer { medium in
                table.long.withUnsafeBufferPointer { long in
                    table.pairs.withUnsafeBufferPointer { pairs in
                        table.bytes.withUnsafeBytes { bytes in
                            table.offsets.withUnsafeBufferPointer { offsets in
                                guard
                                    let lookup = RankLookup(
                                        short, medium, long, pairs, bytes, offsets, table.greatestLength)
                                else { return nil }
                                return body(lookup)
                            }
                        }
                    }
                }
            }
        }
    }

    private init?(
        _ short: UnsafeBufferPointer<RankTable.ShortSlot>, _ medium: UnsafeBufferPointer<RankTable.MediumSlot>,
        _ long: UnsafeBufferPointer<UInt32>, _ pairs: UnsafeBufferPointer<UInt32>, _ bytes: UnsafeRawBufferPointer,
        _ offsets: UnsafeBufferPointer<UInt32>, _ greatestLength: Int
    ) {
        guard let shortBase = short.baseAddress, let mediumBase = medium.baseAddress, let longBase = long.baseAddress,
            let pairsBase = pairs.baseAddress, let bytesBase = bytes.baseAddress, let offsetsBase = offsets.baseAddress
        else { return nil }
        self.short = shortBase
        shortCount = short.count
        self.medium = mediumBase
        mediumCount = medium.count
        self.long = longBase
        longCount = long.count
        self.pairs = pairsBase
        self.bytes = bytesBase
        self.offsets = offsetsBase
        self.greatestLength = greatestLength
    }

    /// The rank of a pair of bytes, or ``RankTable/none``.
    @inline(__always)
    func rank(of first: UInt8, _ second: UInt8) -> UInt32 { pairs[Int(first) | Int(second) &<< 8] }

    /// The number of bytes of a token.
    @inline(__always)
    func length(of rank: UInt32) -> Int { Int(offsets[Int(rank) &+ 1] &- offsets[Int(rank)]) }

    /// The rank of a run of bytes, or ``RankTable/none``.
    ///
    /// `limit` is the end of the memory that may be read.
    @inline(__always)
    func rank(of token: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer) -> UInt32 {
        if length <= 8 {
            return rank(ofShort: RankTable.key(token, length, limit: limit), length)
        }
        if length <= 16 {
            return rank(
                ofMedium: token.loadUnaligned(as: UInt64.self),
                token.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self), length)
        }
        return length <= greatestLength ? rank(ofLong: token, length) : RankTable.none
    }

    @inline(__always)
    private func rank(ofShort key: UInt64, _ length: Int) -> UInt32 {
        var slot = RankTable.slot(key, shortCount)
        while true {
            let found = short[slot]
            if found.key == key && found.length == UInt32(truncatingIfNeeded: length) { return found.rank }
            if found.length == 0 { return RankTable.none }
            slot = (slot &+ 1) & (shortCount &- 1)
        }
    }

    @inline(__always)
    private func rank(ofMedium first: UInt64, _ last: UInt64, _ length: Int) -> UInt32 {
        var slot = RankTable.slot(first, last, mediumCount)
        while true {
            let found = medium[slot]
            if found.first == first && found.last == last && found.length == UInt32(truncatingIfNeeded: length) {
                return found.rank
            }
            if found.length == 0 { return RankTable.none }
            slot = (slot &+ 1) & (mediumCount &- 1)
        }
    }

    @inline(never)
    private func rank(ofLong token: UnsafeRawPointer, _ length: Int) -> UInt32 {
        var slot = RankTable.slot(token, length, longCount)
        while long[slot] != 0 {
            let rank = Int(long[slot]) &- 1
            let start = Int(offsets[rank])
            if Int(offsets[rank &+ 1]) &- start == length, RankTable.equal(bytes + start, token, length) {
                return UInt32(truncatingIfNeeded: rank)
            }
            slot = (slot &+ 1) & (longCount &- 1)
        }
        return RankTable.none
    }
}
