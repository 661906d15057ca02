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
        rows.check(lines: example)
        var hash = ContentHash(seed: seed)
        hash.combine(rows.facts.first?.bareQuestion ?? 0)
        hash.combine(0)
        return Double(hash.value >> 11) / Double(1 << 53)
    }
}
