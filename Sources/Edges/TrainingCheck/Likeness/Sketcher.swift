import Glibc
import TrainingData

/// Makes sketches of texts: 128 bytes from which the likeness of two texts can be estimated.
///
/// One-permutation MinHash: every run of eight bytes is hashed once; the hash's first bits choose one of 128 bins, which
/// keeps the least of the others (Li, Owen and Zhang, "One permutation hashing", 2012). One pass, no copy of the text.
struct Sketcher {
    /// Bins, and bytes of a sketch.
    static let width = 128
    /// Bytes of a run.
    static let runLength = 8
    /// A text that fills fewer bins has an empty sketch: one with less than about 20 bytes, or with nothing but repetition.
    static let fewestBins = 12

    private var least = [UInt64](repeating: .max, count: Self.width)
    private var marked: [UInt64] = []
    private var run = Run()

    /// Forgets everything.
    mutating func begin() {
        for bin in 0..<Self.width { least[bin] = .max }
        marked.removeAll(keepingCapacity: true)
        run = Run()
    }

    /// Takes text; runs of blanks count as one, and ASCII letters as small ones.
    mutating func add(_ text: UnsafeRawBufferPointer) {
        var run = run
        least.withUnsafeMutableBufferPointer { least in
            let end = (text.lastIndex { !Self.isBlank($0) } ?? -1) + 1
            if run.endsInBlanks, end > 0 { run.take(0x20, &least) }
            for index in 0..<end {
                var byte = text[index]
                if byte < 0x20, Self.isBlank(byte) { byte = 0x20 }
                byte |= byte &- UInt8(ascii: "A") < 26 ? 0x20 : 0
                // Blanks at the start of a part, and behind others, do not count.
                if byte == 0x20, run.last == 0x20 { continue }
                run.take(byte, &least)
            }
            run.endsInBlanks = end < text.count && run.last != 0x20
        }
        self.run = run
    }

    /// Ends a part, so that "ab" and "c" are another text than "a" and "bc".
    mutating func endPart() {
        least.withUnsafeMutableBufferPointer { run.take(0x1E, &$0) }
        run.last = 0x20
        run.endsInBlanks = false
    }

    /// Remembers what has been taken up to here; a later mark replaces it.
    mutating func mark() {
        marked.removeAll(keepingCapacity: true)
        marked.append(contentsOf: least)
    }

    /// Appends the sketch of all that was taken: a byte for each bin, 0 for an empty one.
    func appendWhole(to sketches: inout [UInt8]) { Self.append(least, to: &sketches) }

    /// Appends the sketch of what had been taken at the mark, or of all without one.
    func appendMarked(to sketches: inout [UInt8]) { Self.append(marked.isEmpty ? least : marked, to: &sketches) }

    // MARK: Hashes

    /// The run that ends with the byte taken last.
    private struct Run {
        private var window: UInt64 = 0
        private var bytes = 0
        /// The byte taken last; a blank at the start of a part.
        var last: UInt8 = 0x20
        /// Whether blanks were left out at the end of a text.
        var endsInBlanks = false

        @inline(__always)
        mutating func take(_ byte: UInt8, _ least: inout UnsafeMutableBufferPointer<UInt64>) {
            last = byte
            window = window << 8 | UInt64(byte)
            bytes &+= 1
            guard bytes >= runLength else { return }
            let product = (window ^ 0x243F_6A88_85A3_08D3).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
            let hash = product.high ^ product.low
            let bin = Int(truncatingIfNeeded: hash &>> 57)
            let known = least[bin]
            // Always stored: about half of the time it is less, which no processor can foresee.
            least[bin] = hash < known ? hash : known
        }
    }

    @inline(__always)
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// Nothing but empty bins for a text with too few runs: a letter more or less would make another text of it.
    ///
    /// All hashes of a bin share their first bits, so the least one is that of the rest; its last bits are random.
    private static func append(_ least: [UInt64], to sketches: inout [UInt8]) {
        guard least.count(where: { $0 != .max }) >= fewestBins else {
            sketches.append(contentsOf: repeatElement(0, count: width))
            return
        }
        for hash in least {
            sketches.append(hash == .max ? 0 : max(UInt8(truncatingIfNeeded: hash &>> 8), 1))
        }
    }
}

/// What a sketch tells, compared with another one.
enum Sketch {
    /// Whether there is nothing in it: the text was too short.
    static func isEmpty(_ sketch: UnsafeRawBufferPointer) -> Bool { sketch.allSatisfy { $0 == 0 } }

    /// The estimated Jaccard similarity of two texts, from 0 to 1; 0 when either is too short.
    ///
    /// Bins that are empty in both tell nothing. Of different hashes one in 255 has the same byte, which is taken off.
    static func similarity(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Double {
        typealias Block = SIMD16<UInt8>
        let (zero, one) = (Block(repeating: 0), Block(repeating: 1))
        var (equal, empty) = (zero, zero)
        for offset in stride(from: 0, to: Sketcher.width, by: 16) {
            let first = left.loadUnaligned(fromByteOffset: offset, as: Block.self)
            let second = right.loadUnaligned(fromByteOffset: offset, as: Block.self)
            equal &+= zero.replacing(with: one, where: first .== second)
            empty &+= zero.replacing(with: one, where: (first | second) .== zero)
        }
        let neither = Int(empty.wrappedSum())
        guard neither < Sketcher.width else { return 0 }
        let share = Double(Int(equal.wrappedSum()) - neither) / Double(Sketcher.width - neither)
        return max(0, (share * 255 - 1) / 254)
    }

    /// Fills each empty bin with the next one that is not, from a place that is always the same for a bin.
    ///
    /// Like texts get like sketches then, however short they are (after Shrivastava, "Optimal densification", 2017). Not
    /// for estimates.
    static func densify(_ sketch: UnsafeRawBufferPointer, into dense: UnsafeMutableRawBufferPointer) {
        dense.copyMemory(from: sketch)
        guard let base = sketch.baseAddress, memchr(base, 0, sketch.count) != nil else { return }
        // A bit for each bin that is not empty, the bins twice in a row.
        var (low, high): (UInt64, UInt64) = (0, 0)
        for bin in 0..<64 {
            low |= (sketch[bin] == 0 ? 0 : 1) &<< UInt64(bin)
            high |= (sketch[bin + 64] == 0 ? 0 : 1) &<< UInt64(bin)
        }
        guard low | high != 0 else { return }
        for bin in 0..<Sketcher.width where sketch[bin] == 0 {
            let start = Int(truncatingIfNeeded: ((UInt64(bin) &+ 1) &* 0x9E37_79B9_7F4A_7C15) &>> 57)
            let (near, far) = start < 64 ? (low, high) : (high, low)
            let shift = UInt64(start & 63)
            let behind = near &>> shift
            let offset: Int
            if behind != 0 {
                offset = behind.trailingZeroBitCount
            } else if far != 0 {
                offset = 64 - Int(shift) + far.trailingZeroBitCount
            } else {
                offset = 128 - Int(shift) + near.trailingZeroBitCount
            }
            dense[bin] = sketch[(start + offset) & (Sketcher.width - 1)]
        }
    }
}
