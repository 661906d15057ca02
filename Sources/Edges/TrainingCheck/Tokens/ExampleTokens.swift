package import TrainingData

/// Counts the tokens of examples, as they are trained.
package struct ExampleTokens {
    private var rows: RowChecker

    package init(shape: TrainingShape, counter: any TokenCounter) {
        rows = RowChecker(shape: shape, tokenLimit: nil, counter: counter, mostOfARule: 0)
    }

    /// The tokens of one line.
    package mutating func count(_ example: UnsafeRawBufferPointer) -> Int {
        rows.check(lines: example)
        return rows.facts.first?.tokens.trained ?? 0
    }
}
