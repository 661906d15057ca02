import BytePairEncoding

/// Ways to count tokens, for ``Checker/counter``.
///
///     var checker = Checker()
///     checker.counter = try TokenCounting.exact("o200k_base", rankFile: "o200k_base.tiktoken")
public enum TokenCounting {
    /// The encodings there are: `o200k_base` (gpt-4o, gpt-4.1, gpt-5, o series) and `cl100k_base` (gpt-4, gpt-3.5).
    public static var encodings: [String] { Encoding.all.map(\.name) }

    /// Counts as tiktoken does, with the published file of ranks, which is read now (about 30 ms).
    ///
    /// - Parameters:
    ///   - encoding: One of ``encodings``.
    ///   - rankFile: The file by its path, such as `o200k_base.tiktoken`.
    /// - Throws: ``TokenCountingError`` when there is no such encoding, or the file is not its ranks.
    public static func exact(_ encoding: String, rankFile: String) throws(TokenCountingError) -> any TokenCounter {
        guard let known = Encoding.named(encoding) else {
            throw .unknownEncoding(encoding, rankFile: rankFile, known: encodings)
        }
        do throws(VocabularyError) {
            return ExactTokenCounter(try Vocabulary(known, file: rankFile))
        } catch {
            throw .badRanks(file: rankFile, line: error.line, cause: error.cause)
        }
    }

    /// Estimates without any file: within 4 % for English, 10 % for most languages; for some too low by up to 31 %.
    ///
    /// - Parameter encoding: One of ``encodings``; nil for any other.
    public static func estimate(_ encoding: String) -> (any TokenCounter)? {
        Encoding.named(encoding).flatMap { Estimator($0) }.map { EstimatedTokenCounter($0) }
    }
}
