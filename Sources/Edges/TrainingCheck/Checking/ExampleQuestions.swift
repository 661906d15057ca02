package import TrainingData

/// Finds out which question an example asks, as the check understands it.
package struct ExampleQuestions {
    private var rows: RowChecker

    package init(shape: TrainingShape) {
        rows = RowChecker(shape: shape, tokenLimit: nil, counter: nil, mostOfARule: 0)
    }

    /// A number from 0 to 1 that is the same for equal questions, and evenly spread over different ones.
    ///
    /// Blanks, ASCII case and the system message do not count. Another seed gives other numbers.
    package mutating func place(of example: UnsafeRawBufferPointer, seed: UInt64) -> Double {
        var hash = ContentHash(seed: seed)
        hash.combine(question(of: example))
        hash.combine(0)
        return Double(hash.value >> 11) / Double(1 << 53)
    }

    /// A hash that is the same for equal questions, and in every run.
    package mutating func question(of example: UnsafeRawBufferPointer) -> UInt64 {
        rows.check(lines: example)
        return rows.facts.first?.bareQuestion ?? 0
    }

    /// A hash of the bytes of an example, the same in every run.
    package static func hash(of example: UnsafeRawBufferPointer) -> UInt64 { ContentHash(of: example).value }
}
