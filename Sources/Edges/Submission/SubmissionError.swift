import Files
public import FineTuning

/// Why a submission could not go on for now; its record says how far it came.
public struct SubmissionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A sentence for people: operation, object, cause, hint.
    public let description: String
    /// The API's part in it; nil when a file or the spool is the cause.
    public let kind: FailureKind?

    init(_ description: String, kind: FailureKind? = nil) {
        self.description = description
        self.kind = kind
    }

    init(_ error: FileError) { self.init(error.description) }

    init(_ error: ProviderError) { self.init(error.description, kind: error.kind) }
}
