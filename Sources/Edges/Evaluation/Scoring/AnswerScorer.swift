import JSONText

/// Scores recorded answers against their rows.
public struct AnswerScorer {
    private var texts = TextScorer()

    /// A scorer that has seen no words.
    public init() {}

    /// Scores what came of a row's question; where the server answered with nothing that can be read, all merits are 0.
    ///
    /// Which scores apply is the row's matter: those of text where its answer has text, of JSON where that is an object or
    /// an array, of tools where it calls any.
    public mutating func score(_ answer: RecordedAnswer, of row: ConversationRow) -> AnswerScores {
        var scores = AnswerScores()
        guard let expected = row.expected else { return scores }
        let text = MessageText.of(expected)
        let calls = expected["tool_calls"]?.array ?? []
        if !text.isEmpty || calls.isEmpty {
            let likeness = answer.reply.map { texts.score($0.text, expected: text) }
            scores[.exact] = likeness?.exact ?? 0
            scores[.normalized] = likeness?.normalized ?? 0
            scores[.contained] = likeness?.contained ?? 0
            scores[.f1] = likeness?.f1 ?? 0
            scores[.rougeL] = likeness?.rougeL ?? 0
            scores[.lengthRatio] = likeness?.lengthRatio ?? 0
        }
        if let wanted = JSONLikeness.container(text) {
            let said = answer.reply.flatMap { JSONLikeness.parse($0.text) }
            scores[.jsonValid] = said == nil ? 0 : 1
            scores[.jsonEqual] = said.map { JSONLikeness.isSame($0, wanted) } == true ? 1 : 0
        }
        if !calls.isEmpty {
            let isSame = answer.reply.map { ToolCallLikeness.isSame($0.toolCalls, calls) } ?? false
            scores[.toolCalls] = isSame ? 1 : 0
        }
        scores[.refused] = answer.reply?.isRefusal == true ? 1 : 0
        scores[.cut] = answer.reply?.isCut == true ? 1 : 0
        return scores
    }
}
