import Text

/// Why a row was not written.
public enum DropReason: Sendable, Hashable, CustomStringConvertible {
    /// A required column held nothing but blanks, or was not there.
    case emptyColumn(String)
    /// A person rejected it.
    case rejected
    /// It was rated lower than asked for.
    case lowRating
    /// Nobody rated or corrected it.
    case unreviewed
    /// No wrong answer that differs from the right one.
    case noPair
    /// The answer is null, or nothing but blanks.
    case emptyAnswer
    /// Nothing is asked.
    case emptyQuestion
    /// There is a request without an answer.
    case noAnswer
    /// The two answers of a pair belong to different prompts.
    case unlikePrompts
    /// The same example was written before.
    case duplicate
    /// Nearly the same example was written before.
    case nearDuplicate
    /// It has more tokens than were asked for.
    case tooLong
    /// Its weight is 0, or so small that chance left it out.
    case weight

    /// A few words: `no support`.
    public var description: String {
        switch self {
        case .emptyColumn(let name): "no \(name.printable)"
        case .rejected: "rejected"
        case .lowRating: "rated too low"
        case .unreviewed: "not reviewed"
        case .noPair: "no wrong answer"
        case .emptyAnswer: "empty answer"
        case .emptyQuestion: "empty question"
        case .noAnswer: "no answer"
        case .unlikePrompts: "answers to different prompts"
        case .duplicate: "duplicate"
        case .nearDuplicate: "near duplicate"
        case .tooLong: "too long"
        case .weight: "by weight"
        }
    }
}

/// How many rows were not written for one reason.
public struct DropCount: Sendable, Hashable {
    /// The first reason found for each of these rows.
    public let reason: DropReason
    /// The number of rows.
    public let rows: Int

    /// Counts rows under a reason.
    public init(reason: DropReason, rows: Int) {
        self.reason = reason
        self.rows = rows
    }
}
