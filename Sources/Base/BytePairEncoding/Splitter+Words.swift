extension Splitter {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The high bit of every byte that is not in `a...z`.
    @inline(__always)
    private static func notLower(_ word: UInt64) -> UInt64 {
        let low = word & ~highBits
        let fromA = low &+ ones &* UInt64(0x80 - 0x61)
        let beyondZ = low &+ ones &* UInt64(0x7F - 0x7A)
        return ~(fromA & ~beyondZ & ~word) & highBits
    }

    @inline(__always)
    private static func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    @inline(__always)
    private static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    /// The end of ` word`, ` Word`, `word` or `Word` in ASCII, eight bytes at a time; `start` when it is anything else.
    ///
    /// It answers only where both patterns agree: what follows must be ASCII, no letter and no apostrophe.
    @inline(__always)
    func endOfPlainWord(at start: Int) -> Int {
        guard start &+ 8 <= count else { return start }
        let first = word(start)
        var stops = Self.notLower(first)
        let lead = UInt8(truncatingIfNeeded: first)
        if lead == 0x20 {
            stops &= ~0x80
            if Self.isUpper(UInt8(truncatingIfNeeded: first &>> 8)) { stops &= ~0x8000 }
            // A blank alone is no word.
            if stops & 0x8000 != 0 { return start }
        } else if Self.isASCIILetter(lead) {
            stops &= ~0x80
        } else {
            return start
        }
        var end = start
        while stops == 0 {
            end &+= 8
            guard end &+ 8 <= count else { return start }
            stops = Self.notLower(word(end))
        }
        end &+= stops.trailingZeroBitCount &>> 3
        let behind = byte(end)
        return behind < 0x80 && !Self.isASCIILetter(behind) && behind != 0x27 ? end : start
    }

    /// o200k's seven alternatives.
    @inline(never)
    func endInO200k(at start: Int) -> Int {
        let first = scalar(at: start)
        if first.class.isIn(.letter) {
            return behindContraction(endOfCasedWord(at: start, upperOnly: true) ?? first.end)
        }
        if first.class.isIn(.prefix) {
            let isMark = first.class.isIn(.mark)
            if first.end < count, let end = endOfCasedWord(at: first.end, upperOnly: !isMark) {
                return behindContraction(end)
            }
            // A mark that stands before no word is a word of its own.
            if isMark { return behindContraction(endOfCasedWord(at: start, upperOnly: false) ?? first.end) }
        }
        if first.class.isIn(.number) { return endOfNumbers(at: start) }
        if let end = endOfSymbols(at: start, first: first) {
            return behindNewlines(end, orSlashes: true)
        }
        return endOfWhite(at: start, takesTrailingRun: false)
    }

    /// cl100k's eight alternatives.
    @inline(never)
    func endInCL100k(at start: Int) -> Int {
        if let end = endOfContraction(at: start) { return end }
        let first = scalar(at: start)
        if first.class.isIn(.letter) { return endOfRun(of: .letter, at: first.end) }
        if first.class.isIn(.prefix) {
            let end = endOfRun(of: .letter, at: first.end)
            if end > first.end { return end }
        }
        if first.class.isIn(.number) { return endOfNumbers(at: start) }
        if let end = endOfSymbols(at: start, first: first) {
            return behindNewlines(end, orSlashes: false)
        }
        return endOfWhite(at: start, takesTrailingRun: true)
    }

    /// `HEAD*TAIL+`, and where `upperOnly` allows it `HEAD+TAIL*`; nil when neither is at the offset.
    ///
    /// HEAD and TAIL share letters without case and marks: when nothing of lower case follows the greedy HEAD*, it gives
    /// back down to the last shared scalar, which then is the whole of TAIL+.
    private func endOfCasedWord(at start: Int, upperOnly: Bool) -> Int? {
        var end = start
        var behindShared: Int?
        while end < count {
            let next = scalar(at: end)
            guard next.class.isIn(.head) else {
                if next.class.isIn(.lower) { return endOfRun(of: .tail, at: next.end) }
                break
            }
            end = next.end
            if next.class.isIn(.tail) { behindShared = end }
        }
        if let behindShared { return behindShared }
        return upperOnly && end > start ? end : nil
    }

    /// ` ?[^\s\p{L}\p{N}]+`; nil when it is not at the offset.
    @inline(__always)
    private func endOfSymbols(at start: Int, first: (class: ScalarClass, end: Int)) -> Int? {
        if first.class.isIn(.symbol) { return endOfRun(of: .symbol, at: first.end) }
        guard byte(start) == 0x20 else { return nil }
        let end = endOfRun(of: .symbol, at: start + 1)
        return end > start + 1 ? end : nil
    }

    /// `[\r\n]*` or `[\r\n/]*`.
    @inline(__always)
    private func behindNewlines(_ start: Int, orSlashes: Bool) -> Int {
        var end = start
        while end < count, byte(end) == 0x0A || byte(end) == 0x0D || (orSlashes && byte(end) == 0x2F) { end += 1 }
        return end
    }

    /// The end of a contraction if one follows, else the offset itself.
    @inline(__always)
    private func behindContraction(_ offset: Int) -> Int { endOfContraction(at: offset) ?? offset }

    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)`; nil when it is not at the offset.
    ///
    /// Case folds as Unicode does it: U+017F (long s) is an `s`. No other scalar folds to these letters.
    @inline(__always)
    func endOfContraction(at offset: Int) -> Int? {
        guard offset + 1 < count, byte(offset) == 0x27 else { return nil }
        let first = byte(offset + 1)
        if first == 0xC5 { return offset + 2 < count && byte(offset + 2) == 0xBF ? offset + 3 : nil }
        let second = offset + 2 < count ? byte(offset + 2) | 0x20 : 0
        return switch first | 0x20 {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): offset + 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"): second == UInt8(ascii: "e") ? offset + 3 : nil
        case UInt8(ascii: "l"): second == UInt8(ascii: "l") ? offset + 3 : nil
        default: nil
        }
    }
}
