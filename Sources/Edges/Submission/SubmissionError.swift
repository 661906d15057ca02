public import Files
public import FineTuning

/// Why a submission could not go on for now; its record says how far it came.
public enum SubmissionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A call of the server failed.
    case provider(ProviderError)
    /// A data file cannot be read; the sentence says which and why.
    case data(String)
    /// The spool cannot be read or written.
    case spool(FileError)

    /// Operation, object, cause and hint.
    public var description: String {
        switch self {
        case .provider(let error): error.description
        case .data(let text): text
        case .spool(let error): error.description
        }
    }

    /// The server's part in it; nil when a file or the spool is the cause.
    public var kind: FailureKind? {
        switch self {
        case .provider(let error): error.kind
        case .data, .spool: nil
        }
    }
}
