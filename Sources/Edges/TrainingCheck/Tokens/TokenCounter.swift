package import BytePairEncoding

/// Counts the tokens of texts; each thread gets a copy of its own.
public protocol TokenCounter: Sendable {
    /// The encoding, for example `o200k_base`.
    var encoding: String { get }
    /// Whether the numbers are the encoding's own, or estimates.
    var isExact: Bool { get }
    /// The tokens of UTF-8 text; spellings of special tokens are ordinary text.
    mutating func count(_ text: UnsafeBufferPointer<UInt8>) -> Int
}

/// Counts exactly, with the ranks of the encoding.
package struct ExactTokenCounter: TokenCounter {
    private var encoder: Encoder

    package init(_ vocabulary: Vocabulary) { encoder = Encoder(vocabulary) }

    package var encoding: String { encoder.vocabulary.encoding.name }
    package var isExact: Bool { true }

    package mutating func count(_ text: UnsafeBufferPointer<UInt8>) -> Int { encoder.count(text) }
}

/// Estimates where no rank file is installed; how well is said at `Estimator`.
package struct EstimatedTokenCounter: TokenCounter {
    private let estimator: Estimator

    package init(_ estimator: Estimator) { self.estimator = estimator }

    package var encoding: String { estimator.encoding.name }
    package var isExact: Bool { false }

    package func count(_ text: UnsafeBufferPointer<UInt8>) -> Int { Int(estimator.estimate(text).rounded()) }
}
