extension Splitter {
    /// The class of the scalar of two to four bytes at an offset, and the offset behind it.
    ///
    /// What is not well formed (Unicode 16.0, table 3-7) is of class `other` and ends where its maximal part ends.
    @inline(never)
    func multiByteScalar(at offset: Int) -> (class: ScalarClass, end: Int) {
        let lead = UInt32(byte(offset))
        switch lead {
        case 0xC2...0xDF:
            guard let second = continuation(offset + 1) else { return (.other, offset + 1) }
            return (scalarClass((lead & 0x1F) << 6 | second), offset + 2)
        case 0xE0...0xEF:
            guard let second = continuation(offset + 1) else { return (.other, offset + 1) }
            let high = (lead & 0x0F) << 6 | second
            // Overlong forms and surrogates.
            guard high >= 0x20, !(0x360..<0x380).contains(high) else { return (.other, offset + 1) }
            guard let third = continuation(offset + 2) else { return (.other, offset + 2) }
            return (scalarClass(high << 6 | third), offset + 3)
        case 0xF0...0xF4:
            guard let second = continuation(offset + 1) else { return (.other, offset + 1) }
            let high = (lead & 0x07) << 6 | second
            // Overlong forms and beyond U+10FFFF.
            guard (0x10..<0x110).contains(high) else { return (.other, offset + 1) }
            guard let third = continuation(offset + 2) else { return (.other, offset + 2) }
            guard let fourth = continuation(offset + 3) else { return (.other, offset + 3) }
            return (scalarClass(high << 12 | third << 6 | fourth), offset + 4)
        default:
            return (.other, offset + 1)
        }
    }

    @inline(__always)
    private func scalarClass(_ scalar: UInt32) -> ScalarClass {
        let block = Int(blocks[Int(scalar &>> UInt32(ScalarClassTable.blockBits))])
        let place = Int(scalar) & (ScalarClassTable.blockSize - 1)
        return classes[block &<< ScalarClassTable.blockBits | place]
    }

    /// The six bits of a continuation byte, nil when there is none at the offset.
    @inline(__always)
    private func continuation(_ offset: Int) -> UInt32? {
        guard offset < count else { return nil }
        let value = byte(offset)
        return value & 0xC0 == 0x80 ? UInt32(value & 0x3F) : nil
    }
}
