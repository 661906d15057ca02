import FineTuning

/// SplitMix64: the same seed gives the same ids and the same loss curve.
struct SeededGenerator: RandomNumberGenerator {
    private var numbers: SplitMix64

    init(seed: UInt64) { numbers = SplitMix64(seed: seed) }

    mutating func next() -> UInt64 { numbers.next() }

    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")

    /// An id as the API makes them: a prefix and letters and digits.
    mutating func id(_ prefix: String, length: Int = 24) -> String {
        var text = prefix
        for _ in 0..<length { text.append(Self.letters[Int(next() % UInt64(Self.letters.count))]) }
        return text
    }
}
