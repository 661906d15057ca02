import BytePairEncoding
import Testing

@Suite struct EncodingTests {
    @Test func publishedFiguresAgreeWithEachOther() {
        for encoding in Encoding.all {
            #expect(Encoding.named(encoding.name) == encoding)
            #expect(Encoding.withRankFile(sha256: encoding.rankFile.sha256) == encoding)
            #expect(encoding.rankFile.name == encoding.name + ".tiktoken")
            #expect(encoding.rankFile.sha256.count == 64)
            #expect(encoding.specialTokens.map(\.id).max().map { Int($0) + 1 } == encoding.vocabularySize)
            #expect(encoding.specialTokens.allSatisfy { Int($0.id) >= encoding.rankCount })
        }
        #expect(Encoding.named("p50k_base") == nil)
    }
}
