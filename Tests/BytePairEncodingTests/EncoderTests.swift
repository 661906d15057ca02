import Testing

@testable import BytePairEncoding

@Suite struct EncoderTests {
    @Test func wholePieceComesBeforeMerges() throws {
        // No chain of merges leads to "abcd", since "abc" and "cd" are no tokens.
        let tokens = ["bc", "abcd"].map { Array($0.utf8) }
        var encoder = Encoder(try TinyVocabulary.vocabulary(tokens))
        #expect(encoder.encode("abcd") == [257])
        #expect(encoder.encode("abcde") == [97, 256, 100, 101])
    }

    @Test func leftmostOfEqualRanksIsMergedFirst() throws {
        var encoder = Encoder(try TinyVocabulary.vocabulary([Array("aa".utf8)]))
        #expect(encoder.encode("aaaaa") == [256, 256, 97])
        #expect(encoder.count("aaaaa") == 3)
    }

    @Test func nothingHasNoTokens() throws {
        var encoder = Encoder(try TinyVocabulary.vocabulary([]))
        #expect(encoder.count("") == 0)
        #expect(encoder.encode([UInt8]()) == [])
        #expect(encoder.count(UnsafeBufferPointer<UInt8>(start: nil, count: 0)) == 0)
    }

    @Test func bytesComeInAnyKindOfSequence() throws {
        var encoder = Encoder(try TinyVocabulary.vocabulary([Array("hi".utf8)]))
        let bytes = Array("xhi hi".utf8)
        #expect(encoder.count(bytes) == 4)
        #expect(encoder.count(bytes[1...]) == 3)
        #expect(encoder.count(bytes.lazy.map { $0 }) == 4)
        #expect(encoder.encode("xhi hi".utf8) == [120, 256, 32, 256])
        #expect(encoder.encode(bytes.lazy.map { $0 }) == [120, 256, 32, 256])
    }

    /// Scan, heap and cache against the plainest encoder; pieces of one to 300 letters.
    @Test(arguments: 0..<12)
    func tokensAreThoseOfThePlainestEncoder(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let tokens = TinyVocabulary.randomTokens(
            40 + 20 * Int(seed), alphabet: 0x61...(0x62 + UInt8(seed % 3)), using: &generator)
        let vocabulary = try TinyVocabulary.vocabulary(tokens)
        var encoder = Encoder(vocabulary)
        for _ in 0..<60 {
            let length = Int.random(in: 1...(Bool.random(using: &generator) ? 24 : 300), using: &generator)
            let piece = (0..<length).map { _ in UInt8.random(in: 0x61...(0x62 + UInt8(seed % 3)), using: &generator) }
            let expected = TinyVocabulary.merged(piece, tokens)
            #expect(encoder.encode(piece) == expected)
            #expect(encoder.count(piece) == expected.count)
            // From the cache, or once more.
            #expect(encoder.encode(piece) == expected)
        }
    }

    /// Windows much smaller than in use, with margins so small that settled tokens must be taken back.
    @Test(arguments: 0..<8, [(17, 0), (24, 3), (40, 12), (64, 30), (97, 50)])
    func windowsGiveTheTokensOfTheWhole(seed: UInt64, sizes: (window: Int, margin: Int)) throws {
        var generator = SeededGenerator(seed: 100 + seed)
        let alphabet: ClosedRange<UInt8> = 0x61...(0x61 + UInt8(seed % 3))
        let tokens =
            seed % 3 == 0
            ? (2...20).map { [UInt8](repeating: 0x61, count: $0) }
            : TinyVocabulary.randomTokens(60, alphabet: alphabet, using: &generator)
        let vocabulary = try TinyVocabulary.vocabulary(tokens)
        var whole = PieceMerger(window: .max)
        var inWindows = PieceMerger(window: sizes.window, margin: sizes.margin)
        for _ in 0..<40 {
            let length = Int.random(in: 98...700, using: &generator)
            let piece = (0..<length).map { _ in UInt8.random(in: alphabet, using: &generator) }
            piece.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                RankLookup.over(vocabulary.table) { lookup in
                    whole.merge(base, length, limit: base + length, lookup)
                    inWindows.merge(base, length, limit: base + length, lookup)
                }
            }
            #expect(inWindows.ids == whole.ids)
        }
    }

    @Test func cacheNeverMixesPiecesUp() throws {
        let tokens = ["ab", "cd"].map { Array($0.utf8) }
        let vocabulary = try TinyVocabulary.vocabulary(tokens)
        var encoder = Encoder(vocabulary)
        var generator = SeededGenerator(seed: 5)
        // More pieces than the cache has places, of all cached lengths, with bytes that are zero among them.
        for _ in 0..<60_000 {
            let length = Int.random(in: 1...26, using: &generator)
            let piece = (0..<length).map { _ in UInt8.random(in: 0x61...0x64, using: &generator) }
            let ids = encoder.encode(piece)
            #expect(vocabulary.decode(ids) == piece)
        }
        for zeros in 1...20 {
            let piece = [UInt8](repeating: 0, count: zeros)
            #expect(encoder.encode(piece) == [UInt32](repeating: 0, count: zeros))
        }
    }
}
