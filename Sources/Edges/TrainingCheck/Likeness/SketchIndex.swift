/// Finds, among the texts taken in, the one that is most like another: locality-sensitive hashing over sketches.
///
/// A sketch is cut into 16 bands; texts that share a band are compared. How much of a band counts follows from the
/// similarity, so that a pair right at it is found with a probability of 0.95 or more.
///
/// 239 to 292 bytes for each text taken in: 128 for its sketch, 4 for its line and 16 slots of 5 bytes, half to three
/// quarters of which are used. A lookup compares 128 texts at most and looks at 1,024 slots at most, whatever the texts
/// are.
struct SketchIndex {
    /// The likest text.
    struct Match: Equatable {
        let line: Int
        /// From the threshold to 1.
        let similarity: Double
    }

    private static let bands = 16
    private static let bytesOfBand = Sketcher.width / bands
    /// Texts of one band that are compared; further ones are found by their other bands.
    private static let mostOfBand = 8
    /// Slots behind a band's own that are looked at.
    private static let reach = 64
    private static let textsOfChunk = 1 << 10

    private let threshold: Double
    /// The bytes of a band that count.
    private let bandMask: UInt64
    private var chunks: [[UInt8]] = []
    private var lines: [UInt32] = []
    /// For each slot the number of a text, and 8 bits of its band's hash; 0 in an empty one.
    private var texts: [UInt32] = []
    private var tags: [UInt8] = []
    private var slots = 1 << 10
    private var used = 0
    private var dense = [UInt8](repeating: 0, count: Sketcher.width)
    /// The hashes of the bands of the sketch at hand.
    private var hashes = [UInt64](repeating: 0, count: Self.bands)

    init(_ near: NearDuplicates) {
        threshold = near.similarity
        let bytes = Self.bytesThatCount(at: near.similarity)
        bandMask = bytes == 8 ? .max : 1 << (UInt64(bytes) * 8) - 1
        makeTable()
    }

    /// The most bytes of a band with which a pair at the threshold is found with a probability of 0.95.
    static func bytesThatCount(at similarity: Double) -> Int {
        var bytes = bytesOfBand
        while bytes > 1 {
            var band = 1.0
            for _ in 0..<bytes { band *= similarity }
            var missed = 1.0
            for _ in 0..<bands { missed *= 1 - band }
            if missed <= 0.05 { break }
            bytes -= 1
        }
        return bytes
    }

    /// Texts taken in.
    var count: Int { lines.count }

    /// The text most like this one, the earliest of several; nil when none reaches the threshold.
    mutating func nearest(to sketch: UnsafeRawBufferPointer) -> Match? {
        guard !Sketch.isEmpty(sketch) else { return nil }
        hashBands(of: sketch)
        return nearestToHashed(sketch)
    }

    /// Takes a text in, unless one that is as like as that is there; one too short for a sketch is passed over.
    ///
    /// - Returns: what ``nearest(to:)`` does.
    mutating func insert(_ sketch: UnsafeRawBufferPointer, line: Int, unlessLike limit: Double = 0) -> Match? {
        guard !Sketch.isEmpty(sketch) else { return nil }
        hashBands(of: sketch)
        let match = nearestToHashed(sketch)
        if let match, match.similarity >= limit { return match }
        guard lines.count < Int(UInt32.max) else { return match }
        if lines.count.isMultiple(of: Self.textsOfChunk) {
            var chunk: [UInt8] = []
            chunk.reserveCapacity(Self.textsOfChunk * Sketcher.width)
            chunks.append(chunk)
        }
        chunks[chunks.count - 1].append(contentsOf: sketch)
        lines.append(UInt32(clamping: line))
        addSlots(of: UInt32(lines.count - 1))
        if used * 4 > slots * 3 { grow() }
        return match
    }

    private func nearestToHashed(_ sketch: UnsafeRawBufferPointer) -> Match? {
        var best: (text: UInt32, similarity: Double)?
        for hash in hashes {
            let (start, tag) = place(of: hash)
            var found = 0
            for slot in start..<start + Self.reach {
                if tags[slot] == 0 || found == Self.mostOfBand { break }
                guard tags[slot] == tag else { continue }
                found += 1
                let text = texts[slot]
                guard text != best?.text else { continue }
                let similarity = similarity(of: Int(text), to: sketch)
                guard similarity >= threshold else { continue }
                if let known = best {
                    guard similarity > known.similarity || (similarity == known.similarity && text < known.text) else {
                        continue
                    }
                }
                best = (text, similarity)
            }
        }
        return best.map { Match(line: Int(lines[Int($0.text)]), similarity: $0.similarity) }
    }

    // MARK: Sketches

    private mutating func hashBands(of sketch: UnsafeRawBufferPointer) {
        dense.withUnsafeMutableBytes { Sketch.densify(sketch, into: $0) }
        dense.withUnsafeBytes { dense in
            for band in 0..<Self.bands {
                let offset = band * Self.bytesOfBand
                var hash = ContentHash(seed: UInt64(band) &+ 0x5EED)
                hash.combine(dense.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian & bandMask)
                hash.combine(0)
                hashes[band] = hash.value
            }
        }
    }

    private func similarity(of text: Int, to sketch: UnsafeRawBufferPointer) -> Double {
        withSketch(of: text) { Sketch.similarity($0, sketch) }
    }

    private func withSketch<Result>(of text: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        chunks[text / Self.textsOfChunk].withUnsafeBytes { bytes in
            let start = text % Self.textsOfChunk * Sketcher.width
            return body(UnsafeRawBufferPointer(rebasing: bytes[start..<start + Sketcher.width]))
        }
    }

    // MARK: Slots

    /// Where a band belongs, and its tag.
    private func place(of hash: UInt64) -> (slot: Int, tag: UInt8) {
        (Int(((hash &>> 32) &* UInt64(slots)) &>> 32), max(UInt8(truncatingIfNeeded: hash), 1))
    }

    private mutating func addSlots(of text: UInt32) {
        for hash in hashes {
            let (start, tag) = place(of: hash)
            var found = 0
            for slot in start..<start + Self.reach {
                if tags[slot] == 0 {
                    tags[slot] = tag
                    texts[slot] = text
                    used += 1
                    break
                }
                if tags[slot] == tag { found += 1 }
                if found == Self.mostOfBand { break }
            }
        }
    }

    private mutating func makeTable() {
        // The old table is let go first, so that both are never there at once.
        (texts, tags) = ([], [])
        texts = [UInt32](repeating: 0, count: slots + Self.reach)
        tags = [UInt8](repeating: 0, count: slots + Self.reach)
        used = 0
    }

    /// Half as many slots again, filled from the sketches.
    private mutating func grow() {
        slots += slots / 2
        makeTable()
        for text in 0..<lines.count {
            let chunk = chunks[text / Self.textsOfChunk]
            chunk.withUnsafeBytes { bytes in
                let start = text % Self.textsOfChunk * Sketcher.width
                hashBands(of: UnsafeRawBufferPointer(rebasing: bytes[start..<start + Sketcher.width]))
            }
            addSlots(of: UInt32(text))
        }
    }
}
