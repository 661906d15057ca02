import TrainingData

extension RowMapping {
    /// Questions and answers.
    static func questions(required: [String] = []) throws -> RowMapping {
        RowMapping(user: try MessageTemplate("{q}"), assistant: try MessageTemplate("{a}"), required: required)
    }
}
