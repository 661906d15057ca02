package import TrainingData

/// Finds examples that are the same as an earlier one, or nearly the same.
///
/// 21 to 43 bytes are held for each example, and 239 to 292 more where near ones are looked for.
package struct ExampleDuplicates {
    /// What an example is.
    package enum Verdict: Sendable, Equatable {
        case new
        /// The same, byte for byte.
        case duplicate
        /// Nearly the same, as ``NearDuplicates`` says.
        case nearDuplicate
    }

    private var seen = DuplicateIndex()
    private var rows: RowChecker?
    private var likeness: RowLikeness?
    private var count = 0

    /// - Parameter near: from which likeness on examples count as nearly the same; nil looks for equal ones only.
    package init(shape: TrainingShape, near: NearDuplicates?) {
        guard let near else { return }
        rows = RowChecker(shape: shape, tokenLimit: nil, counter: nil, mostOfARule: 0, sketches: .rows)
        likeness = RowLikeness(near, training: nil, keepsQuestions: false)
    }

    /// Takes one line in.
    package mutating func judge(_ example: UnsafeRawBufferPointer) -> Verdict {
        count += 1
        var second = ContentHash(seed: 7)
        second.combine(example)
        switch seen.insert(question: ContentHash(of: example).value, answer: second.value, line: count) {
        case .duplicate: return .duplicate
        case .new, .contradiction: break
        }
        rows?.check(lines: example)
        guard let sketches = rows?.sketches, rows?.facts.isEmpty == false else { return .new }
        let line = count
        return sketches.withWhole(0, { likeness?.takeRow($0, line: line) }) == nil ? .new : .nearDuplicate
    }
}
