/// Merges pieces of few bytes: all pairs are looked at for each merge, eight at a time, in memory on the stack.
enum PairScan {
    /// The longest piece in bytes; beyond, a heap is faster.
    static let greatestLength = 96

    /// A place is that many bits, and a rank the 24 bits above it; the longest rank file that is read has fewer ranks.
    private static let placeBits: Int32 = 7
    private static let none = Int32.max

    /// Appends the tokens of a piece of 1 to ``greatestLength`` bytes.
    @inline(__always)
    static func merge(
        _ piece: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer, _ lookup: RankLookup,
        into ids: inout [UInt32]
    ) {
        let vectors = (length &+ 7) / 8
        withUnsafeTemporaryAllocation(of: SIMD8<Int32>.self, capacity: greatestLength / 8) { scratch in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * (greatestLength + 1)) { links in
                guard let vector = scratch.baseAddress, let next = links.baseAddress else { return }
                /// Start of the part before, by the start of a part.
                let previous = next + greatestLength + 1
                /// Rank of the part that starts at a place joined with the one behind it, and the place.
                let pairs = UnsafeMutableRawPointer(vector).assumingMemoryBound(to: Int32.self)
                vector[vectors &- 1] = SIMD8(repeating: none)
                for start in 0..<length {
                    next[start] = UInt8(truncatingIfNeeded: start &+ 1)
                    previous[start &+ 1] = UInt8(truncatingIfNeeded: start)
                    pairs[start] = none
                }
                for start in 0..<length &- 1 {
                    let rank = lookup.rank(
                        of: piece.load(fromByteOffset: start, as: UInt8.self),
                        piece.load(fromByteOffset: start &+ 1, as: UInt8.self))
                    pairs[start] = packed(rank, start)
                }
                while true {
                    var least = vector[0]
                    for index in 1..<vectors {
                        let other = vector[index]
                        least.replace(with: other, where: other .< least)
                    }
                    let pair = least.min()
                    if pair == none { break }
                    let start = Int(pair & (1 &<< placeBits &- 1))
                    let joined = Int(next[start])
                    let behind = Int(next[joined])
                    pairs[joined] = none
                    next[start] = UInt8(truncatingIfNeeded: behind)
                    previous[behind] = UInt8(truncatingIfNeeded: start)
                    pairs[start] =
                        behind == length
                        ? none
                        : packed(
                            lookup.rank(ofPair: piece + start, Int(next[behind]) &- start, limit: limit), start)
                    if start > 0 {
                        let before = Int(previous[start])
                        pairs[before] = packed(
                            lookup.rank(ofPair: piece + before, behind &- before, limit: limit), before)
                    }
                }
                var start = 0
                while start < length {
                    let end = Int(next[start])
                    ids.append(lookup.rank(of: piece + start, end &- start, limit: limit))
                    start = end
                }
            }
        }
    }

    /// The pair as a number that is the least for the leftmost of the lowest rank.
    @inline(__always)
    private static func packed(_ rank: UInt32, _ start: Int) -> Int32 {
        rank == RankTable.none
            ? none : Int32(truncatingIfNeeded: rank) &<< placeBits | Int32(truncatingIfNeeded: start)
    }
}
