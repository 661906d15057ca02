/// Why a file could not be used, as a sentence: operation, path, cause, hint.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done, for example `write`.
    public let operation: String
    /// The file or directory.
    public let path: String
    /// The system's number for the cause (`errno`); nil where the cause is our own.
    public let code: Int32?
    /// What the system said, or why we refused.
    public let cause: String
    /// What to do about it, where that is known.
    public let hint: String?

    /// An operation that the system refused.
    package init(_ operation: String, _ path: String, errno code: Int32, hint: String? = nil) {
        self.operation = operation
        self.path = path
        self.code = code
        self.cause = systemMessage(code)
        self.hint = hint
    }

    /// An operation that we refuse.
    package init(_ operation: String, _ path: String, cause: String, hint: String? = nil) {
        self.operation = operation
        self.path = path
        self.code = nil
        self.cause = cause
        self.hint = hint
    }

    /// Operation, path, cause and hint.
    public var description: String {
        "could not \(operation) \(path): \(cause)" + (hint.map { "; \($0)" } ?? "")
    }
}
