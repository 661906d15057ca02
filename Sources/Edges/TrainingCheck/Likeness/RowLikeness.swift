/// The rows and questions of a file that others are compared with.
struct RowLikeness {
    private var rows: SketchIndex
    /// The file's questions, when another file is to be compared with them.
    private(set) var questions: SketchIndex?
    private var training: SketchIndex?

    init(_ near: NearDuplicates, training: SketchIndex?, keepsQuestions: Bool) {
        rows = SketchIndex(near)
        questions = keepsQuestions ? SketchIndex(near) : nil
        self.training = training
    }

    /// What has to be sketched.
    var kind: RowSketches.Kind { questions == nil && training == nil ? .rows : .rowsAndQuestions }

    /// The earlier row that a row is nearly the same as; a row without one is compared with later ones.
    mutating func takeRow(_ sketch: UnsafeRawBufferPointer, line: Int) -> SketchIndex.Match? {
        rows.insert(sketch, line: line)
    }

    /// Takes a question in, unless the very same is there.
    mutating func keepQuestion(_ sketch: UnsafeRawBufferPointer, line: Int) {
        _ = questions?.insert(sketch, line: line, unlessLike: 1)
    }

    /// The training question that a question is nearly the same as.
    mutating func trainingQuestion(like sketch: UnsafeRawBufferPointer) -> SketchIndex.Match? {
        training?.nearest(to: sketch)
    }
}

extension SketchIndex.Match {
    /// Whole percent.
    var percent: Int { Int((similarity * 100).rounded()) }
}
