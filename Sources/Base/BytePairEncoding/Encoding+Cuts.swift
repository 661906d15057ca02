extension Encoding {
    /// The last place where text may be cut so that both parts counted alone have the tokens of the whole; nil for none.
    ///
    /// It is behind a letter or a number, before white space, the other of the two, or a symbol that is no apostrophe:
    /// in neither pattern does a piece reach over such a place, and what stands behind it does not change the pieces
    /// before it. Ordinary text has one every few bytes; text of one class throughout has none.
    ///
    /// - Returns: an offset greater than 0 and less than the number of bytes, whatever may follow them.
    package func lastCut(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        Splitter.over(bytes, pattern: splitPattern) { splitter in
            // A scalar of four bytes that ends behind the buffer has no class yet.
            var offset = splitter.count - 1
            while offset > 0 {
                if splitter.isCut(at: offset) { return offset }
                offset -= 1
            }
            return nil
        } ?? nil
    }
}

extension Splitter {
    /// Whether both patterns have a boundary at an offset greater than 0, whatever stands around these two scalars.
    fileprivate func isCut(at offset: Int) -> Bool {
        let lead = byte(offset)
        guard lead & 0xC0 != 0x80, lead < 0x80 || offset + 4 <= count, let before = classOfScalar(endingAt: offset)
        else { return false }
        let after = scalar(at: offset).class
        if before.isIn(.letter) {
            return after.isIn([.white, .number]) || (after.isIn(.other) && lead != UInt8(ascii: "'"))
        }
        return before.isIn(.number) && after.isIn([.white, .letter, .other])
    }

    /// The class of the scalar that ends where another begins; nil when no well-formed one does.
    private func classOfScalar(endingAt end: Int) -> ScalarClass? {
        var start = end - 1
        while start > 0, end - start < 4, byte(start) & 0xC0 == 0x80 { start -= 1 }
        let found = scalar(at: start)
        return found.end == end ? found.class : nil
    }
}
