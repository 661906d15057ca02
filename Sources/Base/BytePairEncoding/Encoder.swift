/// Counts and encodes text exactly as the published encoding does; one for each thread.
///
/// It is a value with a cache of its own of 1 MB and some scratch memory, so several threads each take one, keep it for all
/// their texts, and share the ``Vocabulary``. Any bytes have an encoding: spellings of special tokens are
/// ordinary text, and bytes that are no UTF-8 become the tokens of those bytes.
package struct Encoder: Sendable {
    /// The encoding and its ranks.
    package let vocabulary: Vocabulary

    private var cache = PieceCache()
    private var merger = PieceMerger()

    package init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

    // MARK: Counting

    /// The number of tokens of a text.
    package mutating func count(_ text: String) -> Int {
        var text = text
        return text.withUTF8 { count($0) }
    }

    /// The number of tokens of UTF-8 bytes.
    package mutating func count(_ bytes: [UInt8]) -> Int { bytes.withUnsafeBufferPointer { count($0) } }

    /// The number of tokens of UTF-8 bytes.
    package mutating func count(_ bytes: some Sequence<UInt8>) -> Int {
        bytes.withContiguousStorageIfAvailable { count($0) } ?? Array(bytes).withUnsafeBufferPointer { count($0) }
    }

    /// The number of tokens of UTF-8 bytes.
    package mutating func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var sink = CountSink()
        run(bytes, into: &sink)
        return sink.count
    }

    // MARK: Encoding

    /// The token ids of a text.
    package mutating func encode(_ text: String) -> [UInt32] {
        var text = text
        return text.withUTF8 { encode($0) }
    }

    /// The token ids of UTF-8 bytes.
    package mutating func encode(_ bytes: [UInt8]) -> [UInt32] { bytes.withUnsafeBufferPointer { encode($0) } }

    /// The token ids of UTF-8 bytes.
    package mutating func encode(_ bytes: some Sequence<UInt8>) -> [UInt32] {
        bytes.withContiguousStorageIfAvailable { encode($0) } ?? Array(bytes).withUnsafeBufferPointer { encode($0) }
    }

    /// The token ids of UTF-8 bytes.
    package mutating func encode(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt32] {
        var sink = IDSink()
        sink.ids.reserveCapacity(bytes.count / 4 + 1)
        run(bytes, into: &sink)
        return sink.ids
    }

    // MARK: The loop

    @inline(__always)
    private mutating func run(_ bytes: UnsafeBufferPointer<UInt8>, into sink: inout some TokenSink) {
        Splitter.over(bytes, pattern: vocabulary.encoding.splitPattern) { splitter in
            RankLookup.over(vocabulary.table) { lookup in
                cache.withEntries { entries in
                    let limit = splitter.base + splitter.count
                    var start = 0
                    while start < splitter.count {
                        let end = splitter.endOfPiece(at: start)
                        let piece = splitter.base + start
                        let length = end &- start
                        let rank = lookup.rank(of: piece, length, limit: limit)
                        if rank != RankTable.none {
                            sink.append(rank)
                        } else if PieceCache.holds(length) {
                            let entry = entries.entry(of: piece, length, limit: limit)
                            if entry.matches {
                                sink.append(entry)
                            } else {
                                merger.merge(piece, length, limit: limit, lookup)
                                entry.store(merger.ids)
                                sink.append(contentsOf: merger.ids)
                            }
                        } else {
                            merger.merge(piece, length, limit: limit, lookup)
                            sink.append(contentsOf: merger.ids)
                        }
                        start = end
                    }
                }
            }
        }
    }
}

/// Takes the tokens as they are found.
protocol TokenSink {
    mutating func append(_ id: UInt32)
    mutating func append(_ entry: PieceCache.Entry)
    mutating func append(contentsOf ids: [UInt32])
}

/// Counts tokens and keeps none.
struct CountSink: TokenSink {
    private(set) var count = 0

    @inline(__always) mutating func append(_ id: UInt32) { count &+= 1 }
    @inline(__always) mutating func append(_ entry: PieceCache.Entry) { count &+= entry.count }
    mutating func append(contentsOf ids: [UInt32]) { count &+= ids.count }
}

/// Keeps the ids in order.
struct IDSink: TokenSink {
    var ids: [UInt32] = []

    @inline(__always) mutating func append(_ id: UInt32) { ids.append(id) }
    mutating func append(_ entry: PieceCache.Entry) {
        for index in 0..<entry.count { ids.append(entry[index]) }
    }
    mutating func append(contentsOf more: [UInt32]) { ids.append(contentsOf: more) }
}
