import FineTuning
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

    /// A few words: `no support`.
    public var description: String {
        switch self {
        case .emptyColumn(let name): "no \(name.printable)"
        case .rejected: "rejected"
        case .lowRating: "rated too low"
        case .unreviewed: "not reviewed"
        case .noPair: "no wrong answer"
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

/// What a run of ``Preparation`` did.
public struct PreparationReport: Sendable, Equatable {
    /// Rows read; blank lines are none.
    public internal(set) var read = 0
    /// Rows written.
    public internal(set) var kept = 0
    /// Examples written: one of a row, or several pairs of answers.
    public internal(set) var examples = 0
    /// Examples of these that went to the validation file.
    public internal(set) var validation = 0
    /// Rows written that held a conversation already and were taken over as they are.
    public internal(set) var passed = 0
    /// Rows not written, by the first reason that applied to each.
    ///
    /// The requirements come first, in their order.
    public internal(set) var dropped: [DropCount] = []
    /// What feedback did; nil without feedback.
    public internal(set) var feedback: FeedbackReport?
    /// The columns that rows had, in the order of their first appearance, those dropped among them.
    public internal(set) var columns: [String] = []
    /// Lines with nothing on them, skipped.
    public internal(set) var blankLines = 0
    /// Bytes read.
    public internal(set) var bytesRead = 0
    /// Bytes written, those of the validation file among them.
    public internal(set) var bytesWritten = 0
    /// Bytes of these that went to the validation file.
    public internal(set) var validationBytes = 0

    /// A report of nothing yet.
    public init() {}
}
