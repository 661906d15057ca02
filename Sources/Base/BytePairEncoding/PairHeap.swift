/// Merges pieces of some hundred bytes and more in n log n: a linked list of parts and a heap of their pairs.
struct PairHeap: Sendable {
    /// Start of the part behind the one that starts at an index; the length of the piece behind the last.
    private var next: [UInt32] = []
    /// Start of the part before.
    private var previous: [UInt32] = []
    /// The rank of a part joined with the one behind it; none where no part starts.
    private var ranks: [UInt32] = []
    /// Rank in the high half, start of the first part in the low: the least is the leftmost of lowest rank.
    private var heap = MinHeap()

    /// Appends the tokens of a piece of less than 2³² bytes.
    mutating func merge(
        _ piece: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer, _ lookup: RankLookup,
        into ids: inout [UInt32]
    ) {
        if next.count < length {
            next = [UInt32](repeating: 0, count: length)
            previous = next
            ranks = next
        }
        heap.removeAll()
        next.withUnsafeMutableBufferPointer { next in
            previous.withUnsafeMutableBufferPointer { previous in
                ranks.withUnsafeMutableBufferPointer { ranks in
                    for start in 0..<length {
                        next[start] = UInt32(truncatingIfNeeded: start &+ 1)
                        previous[start] = UInt32(truncatingIfNeeded: max(start &- 1, 0))
                        ranks[start] = RankTable.none
                        guard start &+ 1 < length else { break }
                        ranks[start] = lookup.rank(
                            of: piece.load(fromByteOffset: start, as: UInt8.self),
                            piece.load(fromByteOffset: start &+ 1, as: UInt8.self))
                        if ranks[start] != RankTable.none { heap.push(ranks[start], start) }
                    }
                    while let (rank, start) = heap.pop() {
                        // The pair is another one by now: its rank was pushed when it became that.
                        guard ranks[start] == rank else { continue }
                        let joined = Int(next[start])
                        let behind = Int(next[joined])
                        next[start] = UInt32(truncatingIfNeeded: behind)
                        ranks[joined] = RankTable.none
                        ranks[start] = RankTable.none
                        if behind < length {
                            previous[behind] = UInt32(truncatingIfNeeded: start)
                            ranks[start] = lookup.rank(
                                ofPair: piece + start, Int(next[behind]) &- start, limit: limit)
                            if ranks[start] != RankTable.none { heap.push(ranks[start], start) }
                        }
                        if start > 0 {
                            let before = Int(previous[start])
                            ranks[before] = lookup.rank(ofPair: piece + before, behind &- before, limit: limit)
                            if ranks[before] != RankTable.none { heap.push(ranks[before], before) }
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
    }
}

/// A binary heap of ranks and starts, the least first.
struct MinHeap: Sendable {
    private var entries: [UInt64] = []

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    @inline(__always)
    mutating func push(_ rank: UInt32, _ start: Int) {
        let entry = UInt64(rank) &<< 32 | UInt64(truncatingIfNeeded: start)
        entries.append(entry)
        entries.withUnsafeMutableBufferPointer { heap in
            var index = heap.count &- 1
            while index > 0 {
                let parent = (index &- 1) / 2
                if heap[parent] <= entry { break }
                heap[index] = heap[parent]
                index = parent
            }
            heap[index] = entry
        }
    }

    @inline(__always)
    mutating func pop() -> (rank: UInt32, start: Int)? {
        guard let least = entries.first, let entry = entries.popLast() else { return nil }
        entries.withUnsafeMutableBufferPointer { heap in
            let count = heap.count
            guard count > 0 else { return }
            var index = 0
            while true {
                var child = 2 &* index &+ 1
                if child >= count { break }
                if child &+ 1 < count && heap[child &+ 1] < heap[child] { child &+= 1 }
                if heap[child] >= entry { break }
                heap[index] = heap[child]
                index = child
            }
            heap[index] = entry
        }
        return (UInt32(truncatingIfNeeded: least &>> 32), Int(least & 0xFFFF_FFFF))
    }
}
