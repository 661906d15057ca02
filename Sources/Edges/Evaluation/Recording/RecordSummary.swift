/// What recorded answers are good for.
public struct RecordSummary: Sendable, Hashable {
    /// Questions that have a reply.
    public private(set) var answers = 0
    /// Replies that a model may learn from.
    public private(set) var usable = 0
    /// Replies in which the model, or a filter, would not answer.
    public private(set) var refused = 0
    /// Replies that end at the token limit.
    public private(set) var cut = 0
    /// Replies without anything in them.
    public private(set) var empty = 0
    /// Questions whose reply could not be read.
    public private(set) var unreadable = 0
    /// Questions that the server would not take.
    public private(set) var rejected = 0

    /// Counts; of a question asked again the last time counts.
    public init(_ recorded: [RecordedAnswer]) {
        for answer in AnswerIndex(recorded).answers {
            switch answer.outcome {
            case .unreadable: unreadable += 1
            case .refused: rejected += 1
            case .answered(let reply):
                answers += 1
                if reply.isUsable {
                    usable += 1
                } else if reply.isRefusal {
                    refused += 1
                } else if reply.isCut {
                    cut += 1
                } else {
                    empty += 1
                }
            }
        }
    }
}
