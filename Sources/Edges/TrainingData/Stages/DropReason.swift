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
