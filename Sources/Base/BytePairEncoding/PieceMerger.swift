/// Merges the bytes of a piece: always the adjacent pair of lowest rank, the leftmost of equals.
///
/// A piece of few bytes is merged at once by ``PairScan``. A longer one is encoded in overlapping windows of that size, so that
/// time is proportional to its length and memory to its tokens, whatever it holds; where a window must grow, ``PairHeap``
/// merges it.
struct PieceMerger: Sendable {
    /// The tokens of the last piece merged.
    private(set) var ids: [UInt32] = []

    /// Pieces of more bytes than this are encoded in windows of this many.
    let window: Int

    /// Tokens that end within this many bytes of the end of a window may change with what follows.
    let margin: Int

    private var heap = PairHeap()
    /// The tokens of a window.
    private var found: [UInt32] = []

    /// The sizes are arguments for tests only: every size gives the same tokens.
    init(window: Int = PairScan.greatestLength, margin: Int = 24) {
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
        } else {
            Self.mergeAtOnce(piece, length, limit: limit, lookup, &heap, into: &ids)
        }
    }

    @inline(__always)
    private static func mergeAtOnce(
        _ piece: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer, _ lookup: RankLookup,
        _ heap: inout PairHeap, into ids: inout [UInt32]
    ) {
        if length > PairScan.greatestLength {
            heap.merge(piece, length, limit: limit, lookup, into: &ids)
        } else {
            PairScan.merge(piece, length, limit: limit, lookup, into: &ids)
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
        while true {
            let end = start + min(size, length - start)
            found.removeAll(keepingCapacity: true)
            Self.mergeAtOnce(piece + start, end - start, limit: limit, lookup, &heap, into: &found)
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
