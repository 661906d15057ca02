public import TrainingData

/// A share of the examples for validation, chosen by what is asked, never by place.
///
/// Equal questions (blanks, ASCII case and the system message aside) always go to the same side, so that no question
/// of the training file validates; the same seed and rows give each file the same examples, whatever the order of the
/// rows. What is asked is all before the last answer.
public struct ValidationPart: Sendable, Equatable {
    /// Where the validation examples go.
    public var output: DataOutput
    /// About this share of the questions, from 0 to 1.
    public var share: Double
    /// Another seed chooses other questions.
    public var seed: UInt64

    /// Puts a part together; seed 0 unless told otherwise.
    public init(output: DataOutput, share: Double, seed: UInt64 = 0) {
        self.output = output
        self.share = share
        self.seed = seed
    }
}
