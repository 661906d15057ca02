import FineTuning

/// Why a row was not written.
public enum DropReason: Sendable, Hashable, CustomStringConvertible {
    /// A required column held nothing but blanks, or was not there.
    case emptyColumn(String)

    /// A few words: `no support`.
    public var description: String {
        switch self {
        case .emptyColumn(let name): "no \(name.printable)"
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
    /// Rows of these that went to the validation file.
    public internal(set) var validation = 0
    /// Rows of these that held a conversation already and were taken over as they are.
    public internal(set) var passed = 0
    /// Rows not written, by the first reason that applied to each, in the order of the requirements.
    public internal(set) var dropped: [DropCount] = []
    /// Lines with nothing on them, skipped.
    public internal(set) var blankLines = 0
    /// Bytes read.
    public internal(set) var bytesRead = 0
    /// Bytes written.
    public internal(set) var bytesWritten = 0

    /// A report of nothing yet.
    public init() {}
}
