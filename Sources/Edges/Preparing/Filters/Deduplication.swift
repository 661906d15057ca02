public import TrainingCheck
import TrainingData

/// Which examples are left out because an earlier one says the same.
public enum Deduplication: Sendable, Equatable {
    /// Examples that are the same byte for byte.
    case exact
    /// Examples that are nearly the same too.
    case near(NearDuplicates)
}

/// Leaves out duplicates.
final class DuplicateFilter: ExampleFilter {
    private var duplicates: ExampleDuplicates

    init(_ kind: Deduplication, shape: TrainingShape) {
        duplicates =
            switch kind {
            case .exact: ExampleDuplicates(shape: shape, near: nil)
            case .near(let near): ExampleDuplicates(shape: shape, near: near)
            }
    }

    func judge(_ example: UnsafeRawBufferPointer) -> ExampleVerdict {
        switch duplicates.judge(example) {
        case .new: .keep
        case .duplicate: .drop(.duplicate)
        case .nearDuplicate: .drop(.nearDuplicate)
        }
    }
}
