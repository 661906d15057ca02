/// Merges the bytes of a piece: always the adjacent pair of lowest rank, the leftmost of equals.
///
/// Three ways to the same tokens, by length. Few bytes are scanned again for each merge, which needs no memory of its own.
/// More go through a heap of pairs. A piece beyond ``window`` bytes is encoded in overlapping windows, so that memory and
/// time stay proportional to it.
struct PieceMerger: Sendable {
    /// Pieces of at most this many bytes are scanned.
    static let scanned = 96

    /// The tokens of the last piece merged.
    private(set) var ids: [UInt32] = []

    /// Pieces of more bytes than this are encoded in windows of this many.
    let window: Int

    /// Tokens that end within this many bytes of the end of a window may change with what follows.
    let margin: Int

    private var heap = PairHeap()

    /// The sizes are arguments for tests only: every size gives the same tokens.
    init(window: Int = 8192, margin: Int = 512) {
        self.window = window
        self.margin = margin
    }

    /// Replaces ``ids`` with the tokens of a piece of at least one byte.
    ///
    /// `limit` is the end of the memory that may be read.
    @inline(never)
    mutating func merge(_ piece: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer, _ lookup: RankLookup) {
        ids.removeAll(keepingCapacity: true)
        if length > window {
            mergeInWindows(piece, length, limit: limit, lookup)
        } else if length > Self.scanned {
            heap.merge(piece, length, limit: limit, lookup, into: &ids)
        } else {
            scan(piece, length, limit: limit, lookup)
        }
    }

    private mutating func scan(
        _ piece: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer, _ lookup: RankLookup
    ) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * (Self.scanned + 1)) { scratch in
            guard let starts = scratch.baseAddress else { return }
            /// The rank of part `i` joined with part `i + 1`.
            let ranks = starts + Self.scanned + 1
            var parts = length
            for index in 0...length { starts[index] = UInt32(truncatingIfNeeded: index) }
            for index in 0..<length &- 1 {
                ranks[index] = lookup.rank(
                    of: piece.load(fromByteOffset: index, as: UInt8.self),
                    piece.load(fromByteOffset: index &+ 1, as: UInt8.self))
            }
            func joined(_ part: Int) -> UInt32 {
                guard part &+ 2 <= parts else { return RankTable.none }
                let start = Int(starts[part])
                return lookup.rank(of: piece + start, Int(starts[part &+ 2]) &- start, limit: limit)
            }
            while parts > 1 {
                var lowest = RankTable.none
                var place = 0
                for index in 0..<parts &- 1 where ranks[index] < lowest {
                    lowest = ranks[index]
                    place = index
                }
                if lowest == RankTable.none { break }
                var index = place &+ 1
                while index < parts {
                    starts[index] = starts[index &+ 1]
                    ranks[index] = ranks[index &+ 1]
                    index &+= 1
                }
                parts &-= 1
                ranks[place] = joined(place)
                if place > 0 { ranks[place &- 1] = joined(place &- 1) }
            }
            for part in 0..<parts {
                let start = Int(starts[part])
                ids.append(lookup.rank(of: piece + start, Int(starts[part &+ 1]) &- start, limit: limit))
            }
        }
    }

    /// Encodes window after window, each beginning with the last token that is settled.
    ///
    /// A sequence of tokens is the encoding of a text if and only if each two neighbours are the encoding of their own
    /// joined bytes: the first merge across a border would be the same in the pair alone. So sequences that share a
    /// token may be joined at it. A window that does not begin with the settled token takes settled ones back and
    /// grows; in the end that is one window over the whole piece.
    private mutating func mergeInWindows(
        _ piece: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer, _ lookup: RankLookup
    ) {
        var size = window
        var start = 0
        var takenBack = 1
        var found: [UInt32] = []
        while true {
            let end = start + min(size, length - start)
            found.removeAll(keepingCapacity: true)
            heap.merge(piece + start, end - start, limit: limit, lookup, into: &found)
            if let settled = ids.last, found.first != settled {
                for _ in 0..<min(takenBack, ids.count) {
                    ids.removeLast()
                }
                start = ids.isEmpty ? 0 : settledEnd(lookup) - lookup.length(of: ids[ids.count - 1])
                takenBack *= 2
                size *= 2
                continue
            }
            let isFirst = ids.isEmpty
            if end == length { return ids.append(contentsOf: isFirst ? found[...] : found.dropFirst()) }
            var position = start
            var lastStart = start
            for (index, id) in found.enumerated() {
                let next = position + lookup.length(of: id)
                if index > 0 || isFirst {
                    if next + margin > end { break }
                    ids.append(id)
                }
                lastStart = position
                position = next
            }
            if lastStart == start { size *= 2 }
            start = lastStart
        }
    }

    /// The number of bytes that the settled tokens stand for.
    private func settledEnd(_ lookup: RankLookup) -> Int { ids.reduce(0) { $0 + lookup.length(of: $1) } }
}
