/// A mapping for a well-known set, by name.
public struct Preset: Sendable, Equatable {
    /// The name that a person writes.
    public let name: String
    /// What it is for, in a few words.
    public let summary: String
    /// The mapping itself.
    public let mapping: RowMapping

    /// Every preset, in the order to be listed.
    public static let all = [sciq]

    /// The preset of that name, if there is one.
    public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

    /// SciQ, science questions with an answer and a supporting text (huggingface.co/datasets/allenai/sciq).
    public static let sciq = Preset(
        name: "sciq",
        summary: "science questions, answered with their explanation",
        mapping: RowMapping(
            system: MessageTemplate(
                verbatim: "Given a science question, provide the correct answer with a detailed explanation."),
            user: MessageTemplate(pieces: [.column("question")]),
            assistant: MessageTemplate(pieces: [
                .column("correct_answer"), .text(" Explanation: "), .column("support"),
            ]),
            required: ["support", "correct_answer"],
            dropped: ["distractor3", "distractor1", "distractor2"]))
}
