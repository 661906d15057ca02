import BytePairEncoding

/// Counts the tokens of a text that comes in parts, or encodes it.
struct TextTokens {
    private var encoder: Encoder?
    private let estimator: Estimator?
    private var sum = 0.0

    init(_ ranks: TokenRanks) {
        switch ranks {
        case .exact(let vocabulary): (encoder, estimator) = (Encoder(vocabulary), nil)
        case .estimated(let estimator): (encoder, self.estimator) = (nil, estimator)
        }
    }

    /// Counts a part.
    mutating func add(_ part: UnsafeBufferPointer<UInt8>) {
        if let count = encoder?.count(part) { sum += Double(count) }
        if let estimator { sum += estimator.estimate(part) }
    }

    /// The ids of a part; none without ranks.
    mutating func ids(_ part: UnsafeBufferPointer<UInt8>) -> [UInt32] { encoder?.encode(part) ?? [] }

    /// The tokens of the parts since the last call, estimates rounded.
    mutating func take() -> Int {
        defer { sum = 0 }
        return Int(sum.rounded())
    }
}
