import TestSupport
import Testing
import TrainingCheck

@Suite struct TokenCountingTests {
    private static func count(_ text: String, with counter: any TokenCounter) -> Int {
        var counter = counter
        return Array(text.utf8).withUnsafeBufferPointer { counter.count($0) }
    }

    /// The counts are those of tiktoken 0.14.0.
    @Test(
        .enabled(if: SharedData.isThere, "skipped: ../shared/data is not there"),
        arguments: [("o200k_base", 6), ("cl100k_base", 6)])
    func countsAreThoseOfTheRankFile(encoding: String, tokens: Int) throws {
        let file = "\(SharedData.path)/tokenizers/\(encoding).tiktoken"
        let counter = try TokenCounting.exact(encoding, rankFile: file)
        #expect(counter.isExact)
        #expect(counter.encoding == encoding)
        #expect(Self.count("What is a wetland?", with: counter) == tokens)
    }

    @Test(arguments: TokenCounting.encodings)
    func everyEncodingHasAnEstimate(encoding: String) throws {
        let counter = try #require(TokenCounting.estimate(encoding))
        #expect(!counter.isExact)
        #expect(counter.encoding == encoding)
        #expect((3...7).contains(Self.count("What is a wetland?", with: counter)))
        #expect(TokenCounting.estimate("p50k_base") == nil)
    }

    @Test func whatIsNoRankFileIsNamed() {
        #expect(throws: TokenCountingError.self) { try TokenCounting.exact("p50k_base", rankFile: "x") }
        do throws(TokenCountingError) { _ = try TokenCounting.exact("p50k_base", rankFile: "x.tiktoken") } catch {
            #expect(
                error.description
                    == "cannot count with x.tiktoken: there is no encoding \"p50k_base\", only o200k_base, cl100k_base")
        }
        do throws(TokenCountingError) { _ = try TokenCounting.exact("o200k_base", rankFile: "/dev/null") } catch {
            #expect(error.description.hasPrefix("cannot use rank file /dev/null"))
            #expect(error.description.hasSuffix("; fetch it again"))
        }
    }
}
