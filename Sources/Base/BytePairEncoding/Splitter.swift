/// Cuts UTF-8 into the pieces of a published pattern, one piece at a time.
///
/// Boundaries are those of the regular expression on Unicode scalars. Bytes that are no UTF-8 count as one scalar of
/// class `other` for each maximal ill-formed part, so the boundaries are those of the text repaired with U+FFFD. The
/// time is linear in the text, whatever it holds.
struct Splitter {
    let base: UnsafeRawPointer
    let count: Int
    let pattern: SplitPattern
    let blocks: UnsafePointer<UInt16>
    let classes: UnsafePointer<ScalarClass>

    /// Runs the body with a splitter over the bytes; the splitter must not outlive it.
    static func over<Result>(
        _ bytes: UnsafeBufferPointer<UInt8>, pattern: SplitPattern, _ body: (borrowing Splitter) -> Result
    ) -> Result? {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return nil }
        let table = ScalarClassTable.shared
        return table.blocks.withUnsafeBufferPointer { blocks in
            table.classes.withUnsafeBufferPointer { classes in
                guard let blocks = blocks.baseAddress, let classes = classes.baseAddress else { return nil }
                return body(
                    Splitter(
                        base: UnsafeRawPointer(start), count: bytes.count, pattern: pattern, blocks: blocks,
                        classes: classes))
            }
        }
    }

    /// The ranges of all pieces in order; they cover the bytes without a gap.
    static func pieces(of bytes: [UInt8], pattern: SplitPattern) -> [Range<Int>] {
        bytes.withUnsafeBufferPointer { buffer in
            over(buffer, pattern: pattern) { splitter in
                var pieces: [Range<Int>] = []
                var start = 0
                while start < splitter.count {
                    let end = splitter.endOfPiece(at: start)
                    pieces.append(start..<end)
                    start = end
                }
                return pieces
            }
        } ?? []
    }

    /// Where the piece that starts at an offset ends; the offset must be a boundary and less than `count`.
    @inline(__always)
    func endOfPiece(at start: Int) -> Int {
        let end = endOfPlainWord(at: start)
        if end > start { return end }
        return switch pattern {
        case .o200k: endInO200k(at: start)
        case .cl100k: endInCL100k(at: start)
        }
    }

    @inline(__always)
    func byte(_ offset: Int) -> UInt8 { base.load(fromByteOffset: offset, as: UInt8.self) }

    @inline(__always)
    func word(_ offset: Int) -> UInt64 { base.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }

    /// The class of the scalar at an offset, and the offset behind it.
    @inline(__always)
    func scalar(at offset: Int) -> (class: ScalarClass, end: Int) {
        let lead = byte(offset)
        if lead < 0x80 { return (classes[Int(lead)], offset + 1) }
        return multiByteScalar(at: offset)
    }

    /// The offset behind the run of scalars of a set.
    @inline(__always)
    func endOfRun(of set: ScalarClass, at start: Int) -> Int {
        var end = start
        while end < count {
            let next = scalar(at: end)
            guard next.class.isIn(set) else { break }
            end = next.end
        }
        return end
    }

    /// The offset behind up to three numbers, `\p{N}{1,3}`.
    func endOfNumbers(at start: Int) -> Int {
        var end = start
        for _ in 0..<3 where end < count {
            let next = scalar(at: end)
            guard next.class.isIn(.number) else { break }
            end = next.end
        }
        return end
    }

    /// White space: up to the last newline of the run, else all but the last scalar before something else.
    ///
    /// `takesTrailingRun` is cl100k's `\s++$`, which takes the run at the end of the text before newlines are looked at.
    func endOfWhite(at start: Int, takesTrailingRun: Bool) -> Int {
        var end = start
        var lastStart = start
        var behindNewline = start
        while end < count {
            let next = scalar(at: end)
            guard next.class.isIn(.white) else { break }
            lastStart = end
            end = next.end
            if next.class.isIn(.newline) { behindNewline = end }
        }
        if end == count && takesTrailingRun { return end }
        if behindNewline > start { return behindNewline }
        return end < count && lastStart > start ? lastStart : end
    }
}
