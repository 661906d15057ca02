import JSONText
import Testing

@testable import BytePairEncoding

@Suite struct EstimatorTests {
    @Test(arguments: [
        ("", 0.0), ("a", 1), ("hello", 1.331), (" world", 1.058), ("12345", 2), (" \n\n", 1), ("...", 1.077),
    ])
    func estimateIsTheSumOfThePieces(text: String, expected: Double) throws {
        let estimator = try #require(Estimator(.o200kBase))
        #expect(estimator.estimate(text) == expected)
    }

    @Test func unknownEncodingHasNone() {
        #expect(Estimator(TinyVocabulary.encoding(tokens: 0)) == nil)
    }

    @Test(arguments: Encoding.all)
    func anyBytesHaveAnEstimate(encoding: Encoding) throws {
        let estimator = try #require(Estimator(encoding))
        var generator = SeededGenerator(seed: 4)
        for length in 1..<300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let estimate = bytes.withUnsafeBufferPointer { estimator.estimate($0) }
            #expect(estimate >= 1 && estimate < Double(4 * length))
        }
    }

    /// The figures of the documentation comment, on rows that nothing was fitted to.
    @Test(.enabled(if: PublishedRanks.areThere, PublishedRanks.whyNot), arguments: Encoding.all)
    func errorOnEnglishIsAsStated(encoding: Encoding) throws {
        let estimator = try #require(Estimator(encoding))
        var encoder = Encoder(try PublishedRanks.vocabulary(encoding))
        var exact = 0
        var estimated = 0.0
        var errors: [Double] = []
        for content in try PublishedRanks.contents(of: "sciq/sciq_validation.jsonl") {
            let count = encoder.count(content)
            let estimate = estimator.estimate(content)
            exact += count
            estimated += estimate
            errors.append(abs(estimate - Double(count)) / Double(count))
        }
        let worst = try #require(errors.max())
        let mean = errors.reduce(0, +) / Double(errors.count)
        print("\(encoding.name): total \(estimated / Double(exact) - 1), mean \(mean), worst \(worst)")
        #expect(abs(estimated / Double(exact) - 1) < 0.015)
        #expect(mean < 0.08)
        #expect(worst < 0.5)
    }

    /// Short, odd texts of many scripts: single texts may be far off, the sum is not.
    @Test(.enabled(if: PublishedRanks.areThere, PublishedRanks.whyNot), arguments: Encoding.all)
    func errorOnOddTextsIsBounded(encoding: Encoding) throws {
        let estimator = try #require(Estimator(encoding))
        var encoder = Encoder(try PublishedRanks.vocabulary(encoding))
        var exact = 0
        var estimated = 0.0
        for vector in try PublishedRanks.lines(of: "tokenizers/token_vectors.jsonl") {
            let text = try #require(vector["text"]?.string)
            exact += encoder.count(text)
            estimated += estimator.estimate(text)
        }
        print("\(encoding.name): total of vectors \(estimated / Double(exact) - 1)")
        #expect(abs(estimated / Double(exact) - 1) < 0.35)
    }
}
