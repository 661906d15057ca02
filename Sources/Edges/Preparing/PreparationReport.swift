public import TrainingData

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
    /// What the examples are made for.
    public internal(set) var shape: TrainingShape = .supervised
    /// The shape of the rows and their mapping in a line, where no template said it.
    public internal(set) var mapping: String?
    /// The columns of which nothing was written, and which nobody asked to drop; within columns as `turns[].loss`.
    public internal(set) var leftOut: [String] = []
    /// What was read otherwise than it stands, a sentence each.
    public internal(set) var notes: [String] = []
    /// What a limit on tokens did; nil without one.
    public internal(set) var tokenLimit: TokenLimitReport?
    /// What sampling did; nil without any.
    public internal(set) var sampling: SamplingReport?
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
