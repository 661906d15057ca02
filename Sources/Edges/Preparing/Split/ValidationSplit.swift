import TrainingCheck
import TrainingData

/// Sends about a share of the questions to the validation file.
struct ValidationSplit: ExampleStage {
    private let part: ValidationPart
    private var questions: ExampleQuestions

    init(_ part: ValidationPart, shape: TrainingShape) {
        self.part = part
        questions = ExampleQuestions(shape: shape)
    }

    mutating func side(of example: UnsafeRawBufferPointer) -> ExampleSide {
        questions.place(of: example, seed: part.seed &+ 0x5EED) < part.share ? .validation : .training
    }
}
