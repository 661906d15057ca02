import Testing

/// Every seed of the shapes, cut at every byte and with bytes changed, ends in rows or in a sentence.
@Suite struct ShapeTruncationTests {
    @Test func noCutOrFlippedRowsBreakAPromise() throws {
        for name in try SeedTests.names(of: .shapes) {
            let seed = try SeedTests.bytes(of: "\(SeedTests.directory)/shapes/\(name)")
            for length in 3...max(seed.count, 3) where length <= seed.count {
                #expect(throws: Never.self, "\(length) bytes of \(name)") {
                    try FuzzTarget.shapes.run(on: Array(seed[..<length]))
                }
            }
            for place in 3..<max(seed.count, 3) where place < seed.count {
                for change: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
                    var bytes = seed
                    bytes[place] ^= change
                    #expect(throws: Never.self, "byte \(place) of \(name) changed by \(change)") {
                        try FuzzTarget.shapes.run(on: bytes)
                    }
                }
            }
        }
    }
}
