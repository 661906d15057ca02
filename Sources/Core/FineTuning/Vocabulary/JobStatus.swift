/// What the API says of a job.
///
/// An open set: a word we do not know is kept verbatim and is not terminal.
public enum JobStatus: Hashable, Sendable, CustomStringConvertible {
    /// Goes to queued or failed.
    case validatingFiles
    /// Goes to running or cancelled.
    case queued
    /// Goes to paused, succeeded, failed or cancelled.
    case running
    /// Neither terminal nor progressing; goes to running or cancelled.
    case paused
    /// Terminal.
    case succeeded
    /// Terminal.
    case failed
    /// Terminal.
    case cancelled
    /// Any other word.
    case unrecognized(String)

    /// Reads the API's word.
    public init(word: String) {
        self = Self.known.first { $0.word == word } ?? .unrecognized(word)
    }

    /// The words of the API reference, in the order of a job's life.
    public static let known: [JobStatus] = [
        .validatingFiles, .queued, .running, .paused, .succeeded, .failed, .cancelled,
    ]

    /// The API's word, for example `validating_files`.
    public var word: String {
        switch self {
        case .validatingFiles: "validating_files"
        case .queued: "queued"
        case .running: "running"
        case .paused: "paused"
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .cancelled: "cancelled"
        case .unrecognized(let word): word
        }
    }

    /// The API's word.
    public var description: String { word }

    /// Whether both are the same word, byte by byte.
    ///
    /// Strings are also equal when they only look the same; to a server such words are two, and in a table two rows.
    public static func == (left: JobStatus, right: JobStatus) -> Bool {
        left.word.utf8.elementsEqual(right.word.utf8)
    }

    /// By the word: the same bytes have the same hash.
    public func hash(into hasher: inout Hasher) { hasher.combine(word) }

    /// Whether a job of this status has ended: the API reference knows no way out of what the word means.
    public var isTerminal: Bool {
        switch meaning {
        case .succeeded, .failed, .cancelled: true
        case .validatingFiles, .queued, .running, .paused, .unrecognized: false
        }
    }
}
