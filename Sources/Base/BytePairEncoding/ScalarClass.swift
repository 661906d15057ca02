/// What the split patterns want to know about a Unicode scalar: one class each, combined as a set of bits.
struct ScalarClass: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    /// `Lu` and `Lt`.
    static let upper = ScalarClass(rawValue: 1)
    /// `Ll`.
    static let lower = ScalarClass(rawValue: 2)
    /// `Lm` and `Lo`: letters without case.
    static let caseless = ScalarClass(rawValue: 4)
    /// `Mn`, `Mc` and `Me`: not letters, but part of words in o200k.
    static let mark = ScalarClass(rawValue: 8)
    /// `Nd`, `Nl` and `No`.
    static let number = ScalarClass(rawValue: 16)
    /// `White_Space` but for carriage return and line feed.
    static let blank = ScalarClass(rawValue: 32)
    /// Carriage return and line feed.
    static let newline = ScalarClass(rawValue: 64)
    /// Everything else, scalars without a meaning in Unicode 16 and bytes that are no UTF-8 included.
    static let other = ScalarClass(rawValue: 128)

    static let letter: ScalarClass = [.upper, .lower, .caseless]
    static let white: ScalarClass = [.blank, .newline]
    /// `[^\s\p{L}\p{N}]`.
    static let symbol: ScalarClass = [.mark, .other]
    /// `[^\r\n\p{L}\p{N}]`, which may stand before a word.
    static let prefix: ScalarClass = [.mark, .other, .blank]
    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`, the first part of a word in o200k.
    static let head: ScalarClass = [.upper, .caseless, .mark]
    /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`, the second part of a word in o200k.
    static let tail: ScalarClass = [.lower, .caseless, .mark]

    @inline(__always) func isIn(_ set: ScalarClass) -> Bool { rawValue & set.rawValue != 0 }

    /// The class that a letter of ``runs`` stands for.
    init?(letter: UInt8) {
        switch letter {
        case UInt8(ascii: "U"): self = .upper
        case UInt8(ascii: "L"): self = .lower
        case UInt8(ascii: "B"): self = .caseless
        case UInt8(ascii: "M"): self = .mark
        case UInt8(ascii: "N"): self = .number
        case UInt8(ascii: "W"): self = .blank
        case UInt8(ascii: "R"): self = .newline
        case UInt8(ascii: "O"): self = .other
        default: return nil
        }
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// The class of every scalar, found in two steps: its block of 128 scalars, then its place in the block.
///
/// Blocks of one class throughout are shared, so the whole of Unicode takes about 60 kB. The table is expanded from
/// ``ScalarClass/runs`` at first use, which takes less than a millisecond (asking
/// `Unicode.Scalar.Properties` for every scalar would take 66).
struct ScalarClassTable: Sendable {
    static let shared = ScalarClassTable(runs: ScalarClass.runs)

    static let scalarCount = 0x11_0000
    static let blockBits = 7
    static let blockSize = 1 << blockBits

    /// For each block of scalars the number of its block in ``classes``.
    let blocks: [UInt16]

    /// The blocks one behind the other; the first is ASCII.
    let classes: [ScalarClass]

    init(runs: StaticString) {
        var blocks: [UInt16] = []
        blocks.reserveCapacity(Self.scalarCount / Self.blockSize)
        var classes: [ScalarClass] = []
        classes.reserveCapacity(1 << 16)
        var uniform: [ScalarClass: UInt16] = [:]
        /// Scalars of the block that is being filled at the end of `classes`.
        var filled = 0

        func append(_ scalarClass: ScalarClass, _ length: Int) {
            var left = length
            while left > 0 {
                if filled == 0 && left >= Self.blockSize && !blocks.isEmpty {
                    if let block = uniform[scalarClass] {
                        blocks.append(block)
                        left -= Self.blockSize
                        continue
                    }
                    uniform[scalarClass] = UInt16(classes.count / Self.blockSize)
                }
                if filled == 0 { blocks.append(UInt16(classes.count / Self.blockSize)) }
                let step = min(left, Self.blockSize - filled)
                classes.append(contentsOf: repeatElement(scalarClass, count: step))
                filled = (filled + step) % Self.blockSize
                left -= step
            }
        }

        runs.withUTF8Buffer { text in
            var position = 0
            while position < text.count, let scalarClass = ScalarClass(letter: text[position]) {
                position += 1
                var length = 0
                while position < text.count, case let digit = Int(text[position]) - 0x30, 0...9 ~= digit {
                    length = length * 10 + digit
                    position += 1
                }
                append(scalarClass, max(length, 1))
            }
        }
        precondition(blocks.count == Self.scalarCount / Self.blockSize, "the runs do not cover all scalars")
        self.blocks = blocks
        self.classes = classes
    }

    /// The class of one scalar; the scanner reads the two arrays directly.
    subscript(scalar: UInt32) -> ScalarClass {
        classes[Int(blocks[Int(scalar) >> Self.blockBits]) << Self.blockBits | Int(scalar) & (Self.blockSize - 1)]
    }
}
