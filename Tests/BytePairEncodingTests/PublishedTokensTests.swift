import BytePairEncoding
import JSONText
import TestSupport
import Testing

/// Exact agreement with what tiktoken 0.14.0 gave.
@Suite(.enabled(if: PublishedRanks.areThere, PublishedRanks.whyNot)) struct PublishedTokensTests {
    @Test(arguments: Encoding.all)
    func vectorsAreEncodedCountedAndDecoded(encoding: Encoding) throws {
        let vocabulary = try PublishedRanks.vocabulary(encoding)
        var encoder = Encoder(vocabulary)
        let vectors = try PublishedRanks.lines(of: "tokenizers/token_vectors.jsonl")
        #expect(vectors.count == 306)
        for vector in vectors {
            let text = try #require(vector["text"]?.string)
            let expected = try #require(vector[encoding.name]?.array).compactMap { $0.number?.integer.map(UInt32.init) }
            #expect(encoder.encode(text) == expected, "vector \(vector["id"]?.number?.text ?? "?")")
            #expect(encoder.count(text) == expected.count)
            #expect(vocabulary.decode(expected) == Array(text.utf8))
        }
    }

    @Test(arguments: [
        (Encoding.o200kBase, "sciq/sciq_validation.jsonl", 114_145),
        (.cl100kBase, "sciq/sciq_validation.jsonl", 115_262),
        (.o200kBase, "sciq/train_shape.jsonl", 1_342_269), (.cl100kBase, "sciq/train_shape.jsonl", 1_355_496),
    ])
    func totalsOfWholeFilesAreExact(encoding: Encoding, file: String, expected: Int) throws {
        var encoder = Encoder(try PublishedRanks.vocabulary(encoding))
        let total = try PublishedRanks.contents(of: file).reduce(0) { $0 + encoder.count($1) }
        #expect(total == expected)
    }

    @Test(arguments: Encoding.all)
    func threadsShareOneVocabulary(encoding: Encoding) async throws {
        let vocabulary = try PublishedRanks.vocabulary(encoding)
        let contents = try PublishedRanks.contents(of: "sciq/sciq_validation.jsonl")
        let totals = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var encoder = Encoder(vocabulary)
                    return contents.reduce(0) { $0 + encoder.count($1) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(totals) == [encoding == .o200kBase ? 114_145 : 115_262])
        #expect(totals.count == 4)
    }

    @Test(arguments: Encoding.all)
    func specialSpellingsAreOrdinaryText(encoding: Encoding) throws {
        let vocabulary = try PublishedRanks.vocabulary(encoding)
        var encoder = Encoder(vocabulary)
        for special in encoding.specialTokens {
            let ids = encoder.encode(special.spelling)
            #expect(ids.count > 1 && !ids.contains(special.id))
            #expect(vocabulary.decode(ids) == Array(special.spelling.utf8))
            #expect(vocabulary.decode([special.id]) == Array(special.spelling.utf8))
        }
        #expect(vocabulary.decode([UInt32(encoding.vocabularySize)]) == nil)
        #expect(vocabulary.decode([UInt32(encoding.rankCount)]) == nil)
    }

    /// Up to 240 kB without a place to cut: a scan of all pairs for each merge would take minutes.
    @Test(arguments: Encoding.all, ["a", " ", "ab", "中", "\u{301}", "😀", "A'"])
    func longPiecesTakeNoLongerThanTheirLength(encoding: Encoding, unit: String) throws {
        let vocabulary = try PublishedRanks.vocabulary(encoding)
        var encoder = Encoder(vocabulary)
        let bytes = Array(String(repeating: unit, count: 60_000).utf8)
        let ids = encoder.encode(bytes)
        #expect(vocabulary.decode(ids) == bytes)
        #expect(encoder.count(bytes) == ids.count)
    }

    @Test(arguments: Encoding.all)
    func anyBytesComeBack(encoding: Encoding) throws {
        let vocabulary = try PublishedRanks.vocabulary(encoding)
        var encoder = Encoder(vocabulary)
        var generator = SeededGenerator(seed: 3)
        for length in 0..<600 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let ids = encoder.encode(bytes)
            #expect(vocabulary.decode(ids) == bytes)
            #expect(encoder.count(bytes) == ids.count)
        }
    }
}
