import TrainingData

/// Filters one after another, each on what the one before left.
final class FilterChain: ExampleFilter {
    private let filters: [any ExampleFilter]

    /// Nil when there are none.
    init?(_ filters: [any ExampleFilter]) {
        guard !filters.isEmpty else { return nil }
        self.filters = filters
    }

    func judge(_ example: UnsafeRawBufferPointer) -> ExampleVerdict {
        var examples: [[UInt8]]?
        var reason = DropReason.duplicate
        for filter in filters {
            guard let current = examples else {
                switch filter.judge(example) {
                case .keep: break
                case .drop(let reason): return .drop(reason)
                case .replace(let others): examples = others
                }
                continue
            }
            examples = current.flatMap { example -> [[UInt8]] in
                switch example.withUnsafeBytes({ filter.judge($0) }) {
                case .keep: return [example]
                case .drop(let why):
                    reason = why
                    return []
                case .replace(let others): return others
                }
            }
        }
        guard let examples else { return .keep }
        return examples.isEmpty ? .drop(reason) : .replace(examples)
    }
}
