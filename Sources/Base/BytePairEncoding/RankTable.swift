/// The ranks of all tokens in one block of memory, found by their bytes; ``RankLookup`` reads it.
///
/// Open addressing, a table for each range of lengths. Up to 8 bytes the key is the bytes themselves, up to 16 it is
/// the first and the last 8, so that a hit or a miss touches one place; the few longer ones are compared with their bytes.
/// At most two thirds of the slots are taken.
struct RankTable: Sendable {
    /// No token has these bytes.
    static let none = UInt32.max

    /// The block: short slots, medium slots, long slots, pairs, filter, offsets, bytes.
    let words: [UInt64]
    let layout: Layout

    /// Where the parts of the block begin, in bytes, and how large they are.
    ///
    /// - short slot: key (8 bytes), rank (4), length (4, 0 where the slot is empty)
    /// - medium slot: first 8 bytes (8), last 8 bytes (8), rank (4), length (4, 0 where the slot is empty)
    /// - long slot: rank plus one (4, 0 where the slot is empty)
    /// - pairs: the rank of each pair of bytes (4), the first byte in the low half of the index
    /// - filter: a bit for each hash that a token has, most others are 0
    /// - offsets: for each rank where its bytes start (4), at the end where the last stop
    struct Layout: Sendable {
        let count: Int
        let greatestLength: Int
        let shortSlots: Int
        let mediumSlots: Int
        let longSlots: Int
        let medium: Int
        let long: Int
        let pairs: Int
        let filter: Int
        let filterShift: UInt64
        let offsets: Int
        let bytes: Int
        let size: Int

        static let shortSize = 16
        static let mediumSize = 24

        init(lengths offsets: [UInt32]) {
            count = offsets.count - 1
            var short = 0
            var medium = 0
            var greatest = 0
            for rank in 0..<count {
                let length = Int(offsets[rank + 1] - offsets[rank])
                greatest = max(greatest, length)
                if length <= 8 { short += 1 } else if length <= 16 { medium += 1 }
            }
            greatestLength = greatest
            shortSlots = Self.slots(for: short)
            mediumSlots = Self.slots(for: medium)
            longSlots = Self.slots(for: count - short - medium)
            self.medium = shortSlots * Self.shortSize
            long = self.medium + mediumSlots * Self.mediumSize
            pairs = long + longSlots * 4
            filter = pairs + (4 << 16)
            let filterBits = max(Self.slots(for: 4 * count), 1 << 16)
            filterShift = UInt64(64 - filterBits.trailingZeroBitCount)
            self.offsets = filter + filterBits / 8
            bytes = self.offsets + 4 * (count + 1)
            size = bytes + Int(offsets[count])
        }

        private static func slots(for count: Int) -> Int {
            var slots = 16
            while slots * 2 < count * 3 { slots *= 2 }
            return slots
        }
    }

    /// Takes the bytes of all tokens in the order of their ranks, and where each starts and the last stops.
    ///
    /// - Throws: ``RepeatedTokenError`` with the rank of the second one when two tokens have the same bytes.
    init(bytes: [UInt8], offsets: [UInt32]) throws(RepeatedTokenError) {
        let layout = Layout(lengths: offsets)
        var words = [UInt64](repeating: 0, count: (layout.size + 7) / 8)
        let repeated: Int? = words.withUnsafeMutableBytes { block in
            guard let base = block.baseAddress else { return nil }
            bytes.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(start: base + layout.bytes, count: bytes.count).copyMemory(from: $0)
            }
            offsets.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(start: base + layout.offsets, count: $0.count).copyMemory(from: $0)
            }
            (base + layout.pairs).initializeMemory(as: UInt32.self, repeating: Self.none, count: 1 << 16)
            return Filler(base: base, layout: layout).fill()
        }
        if let repeated { throw RepeatedTokenError(rank: repeated) }
        self.words = words
        self.layout = layout
    }

    /// Two lines of a rank file with the same bytes.
    struct RepeatedTokenError: Error {
        let rank: Int
    }

    /// Puts the tokens into the slots of a block that holds bytes and offsets already.
    private struct Filler {
        let base: UnsafeMutableRawPointer
        let layout: Layout

        /// The first rank whose bytes are there already, nil when all are different.
        func fill() -> Int? {
            let lookup = RankLookup(base: UnsafeRawPointer(base), layout: layout)
            let limit = UnsafeRawPointer(base + layout.size)
            var token = lookup.token(0)
            for rank in 0..<UInt32(layout.count) {
                if rank % Self.batch == 0 {
                    precondition(lengthsInSlots(ofBatch: rank, lookup, limit) < 32, "a slot is damaged")
                }
                let length = lookup.length(of: rank)
                let isNew =
                    if length <= 8 {
                        insert(short: RankLookup.key(token, length, limit: limit), length, rank)
                    } else if length <= 16 {
                        insert(medium: token, length, rank)
                    } else {
                        insert(long: token, length, rank, lookup, limit)
                    }
                guard isNew else { return Int(rank) }
                token += length
            }
            return nil
        }

        private static let batch: UInt32 = 32

        /// The lengths in the slots that the next tokens may go to, all bits together.
        ///
        /// Asking for them brings these slots into the cache all at once, where one by one each would be waited for.
        private func lengthsInSlots(ofBatch first: UInt32, _ lookup: RankLookup, _ limit: UnsafeRawPointer) -> UInt32 {
            var seen: UInt32 = 0
            for rank in first..<min(first + Self.batch, UInt32(layout.count)) {
                let length = lookup.length(of: rank)
                let token = lookup.token(rank)
                if length <= 8 {
                    let key = RankLookup.key(token, length, limit: limit)
                    let place = RankLookup.slot(RankLookup.hash(key), layout.shortSlots)
                    seen |= base.load(fromByteOffset: place * Layout.shortSize + 12, as: UInt32.self)
                } else if length <= 16 {
                    let first = token.loadUnaligned(as: UInt64.self)
                    let last = token.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
                    let place = RankLookup.slot(RankLookup.hash(first, last), layout.mediumSlots)
                    seen |= base.load(fromByteOffset: layout.medium + place * Layout.mediumSize + 20, as: UInt32.self)
                }
            }
            return seen
        }

        private func insert(short key: UInt64, _ length: Int, _ rank: UInt32) -> Bool {
            let hash = RankLookup.hash(key)
            var place = RankLookup.slot(hash, layout.shortSlots)
            var slot = base + place * Layout.shortSize
            while case let taken = slot.load(fromByteOffset: 12, as: UInt32.self), taken != 0 {
                if slot.load(as: UInt64.self) == key && taken == UInt32(length) { return false }
                place = (place + 1) & (layout.shortSlots - 1)
                slot = base + place * Layout.shortSize
            }
            slot.storeBytes(of: key, as: UInt64.self)
            slot.storeBytes(of: rank, toByteOffset: 8, as: UInt32.self)
            slot.storeBytes(of: UInt32(length), toByteOffset: 12, as: UInt32.self)
            if length == 2 { base.storeBytes(of: rank, toByteOffset: layout.pairs + Int(key) * 4, as: UInt32.self) }
            mark(hash)
            return true
        }

        private func insert(medium token: UnsafeRawPointer, _ length: Int, _ rank: UInt32) -> Bool {
            let first = token.loadUnaligned(as: UInt64.self)
            let last = token.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
            let hash = RankLookup.hash(first, last)
            var place = RankLookup.slot(hash, layout.mediumSlots)
            var slot = base + (layout.medium + place * Layout.mediumSize)
            while case let taken = slot.load(fromByteOffset: 20, as: UInt32.self), taken != 0 {
                if slot.load(as: UInt64.self) == first && slot.load(fromByteOffset: 8, as: UInt64.self) == last
                    && taken == UInt32(length)
                {
                    return false
                }
                place = (place + 1) & (layout.mediumSlots - 1)
                slot = base + (layout.medium + place * Layout.mediumSize)
            }
            slot.storeBytes(of: first, as: UInt64.self)
            slot.storeBytes(of: last, toByteOffset: 8, as: UInt64.self)
            slot.storeBytes(of: rank, toByteOffset: 16, as: UInt32.self)
            slot.storeBytes(of: UInt32(length), toByteOffset: 20, as: UInt32.self)
            mark(hash)
            return true
        }

        private func insert(
            long token: UnsafeRawPointer, _ length: Int, _ rank: UInt32, _ lookup: RankLookup, _ limit: UnsafeRawPointer
        ) -> Bool {
            guard lookup.rank(of: token, length, limit: limit) == RankTable.none else { return false }
            let hash = RankLookup.hash(token, length)
            var place = RankLookup.slot(hash, layout.longSlots)
            while base.load(fromByteOffset: layout.long + place * 4, as: UInt32.self) != 0 {
                place = (place + 1) & (layout.longSlots - 1)
            }
            base.storeBytes(of: rank + 1, toByteOffset: layout.long + place * 4, as: UInt32.self)
            mark(hash)
            return true
        }

        private func mark(_ hash: UInt64) {
            let bit = Int(truncatingIfNeeded: hash >> layout.filterShift)
            let byte = base + layout.filter + bit / 8
            byte.storeBytes(of: byte.load(as: UInt8.self) | 1 << UInt8(bit % 8), as: UInt8.self)
        }
    }
}
