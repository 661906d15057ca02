/// A mapping for a well-known set, by name.
public struct Preset: Sendable, Equatable {
    /// The name that a person writes.
    public let name: String
    /// What it is for, in a few words.
    public let summary: String
    /// The mapping itself, to chat examples.
    public let mapping: RowMapping
    /// What the model is not to answer, for pairs of answers; empty where the set has no wrong answers.
    public let nonPreferred: [MessageTemplate]

    /// Every preset, in the order to be listed.
    public static let all = [sciq]

    /// The preset of that name, if there is one.
    public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

    /// The preset for rows of which each has all of its columns, if there is one.
    package static func fitting(_ columns: [String]) -> Preset? {
        all.first { preset in
            let wrong = preset.nonPreferred.flatMap(\.columns)
            let needed = preset.mapping.user.columns + preset.mapping.assistant.columns + wrong
            return needed.allSatisfy(columns.contains)
        }
    }

    /// SciQ, science questions with an answer and a supporting text (huggingface.co/datasets/allenai/sciq).
    ///
    /// A wrong answer has the form of the right one, explanation included, so that both differ in the answer alone and a
    /// model does not learn to prefer length.
    public static let sciq = Preset(
        name: "sciq",
        summary: "science questions, answered with their explanation",
        mapping: RowMapping(
            system: MessageTemplate(
                verbatim: "Given a science question, provide the correct answer with a detailed explanation."),
            user: MessageTemplate(pieces: [.column("question")]),
            assistant: sciqAnswer("correct_answer"),
            required: ["support", "correct_answer"],
            dropped: ["distractor3", "distractor1", "distractor2"]),
        nonPreferred: ["distractor1", "distractor2", "distractor3"].map(sciqAnswer))

    private static func sciqAnswer(_ column: String) -> MessageTemplate {
        MessageTemplate(pieces: [.column(column), .text(" Explanation: "), .column("support")])
    }
}
