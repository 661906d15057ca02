import FineTuning

/// How several models answered the same rows.
public struct EvaluationReport: Sendable {
    /// One model over all rows.
    public struct Model: Sendable {
        /// The model.
        public let key: ModelKey
        /// Rows that it was asked and scored by.
        public let rows: Int
        /// Of these, rows to which there is no reply that can be read.
        public let failed: Int
        /// Of these, rows with a reply that is empty.
        public let empty: Int
        /// The scores that apply to any of its rows.
        public let scores: [ScoreKind: ScoreMean]
        /// Tokens that it read, by the server's count.
        public let promptTokens: Int64
        /// Tokens that it wrote, by the server's count.
        public let completionTokens: Int64
        /// The mean time of an answer; nil where none was measured.
        public let latency: Duration?
    }

    /// Two models on the rows that both were asked.
    public struct Pair: Sendable {
        /// The places of both in ``EvaluationReport/models``.
        public let first: Int
        /// The second one.
        public let second: Int
        /// Rows that both were asked.
        public let rows: Int
        /// How much higher the first one's score is, row by row.
        public let differences: [ScoreKind: ScoreMean]
    }

    /// One row, and what came of it.
    public struct Row: Sendable {
        /// The row.
        public let row: ConversationRow
        /// By the places in ``EvaluationReport/models``; nil where the model was not asked.
        public let answers: [Answers?]
    }

    /// What one model answered to one row.
    public struct Answers: Sendable {
        /// One for each sample.
        public let all: [RecordedAnswer]
        /// Their mean scores.
        public let scores: AnswerScores
    }

    /// In the order in which they were named.
    public let models: [Model]
    /// Every two of them.
    public let pairs: [Pair]
    /// The rows that have an answer of their own, in their order.
    public let rows: [Row]
    /// Rows that have none to compare with.
    public let rowsWithoutAnswer: Int

    /// Scores recorded answers.
    ///
    /// An answer belongs to a row by the row's digest, so that a folder may be of a file with more rows.
    ///
    /// - Parameters:
    ///   - rows: the rows that count.
    ///   - keys: the models, in the order of the report.
    ///   - recorded: the answers, in the order of their records: the last to a question counts.
    ///   - samples: answers of a model to a row that count; nil for all.
    public init(
        _ rows: [ConversationRow], models keys: [ModelKey], recorded: [RecordedAnswer], samples: Int? = nil,
        bootstrap: Bootstrap = Bootstrap()
    ) {
        var scorer = AnswerScorer()
        let index = RowIndex(recorded)
        let scored = rows.filter { $0.expected != nil }
        let all = scored.map { row in
            Row(
                row: row,
                answers: keys.map { key in
                    let answers = index.answers(to: row, of: key).filter { samples == nil || $0.sample <= samples ?? 0 }
                    guard !answers.isEmpty else { return nil }
                    return Answers(
                        all: answers, scores: .mean(answers.map { scorer.score($0, of: row) }))
                })
        }
        self.rows = all
        rowsWithoutAnswer = rows.count - scored.count
        models = keys.enumerated().map { place, key in
            Self.model(key, all.compactMap { $0.answers[place] }, bootstrap)
        }
        pairs = keys.indices.flatMap { first in
            keys.indices.filter { $0 > first }.map { Self.pair(first, $0, all, bootstrap) }
        }
    }

    private static func model(_ key: ModelKey, _ answers: [Answers], _ bootstrap: Bootstrap) -> Model {
        let replies = answers.flatMap(\.all).compactMap(\.reply)
        let times = replies.compactMap(\.latency)
        return Model(
            key: key, rows: answers.count, failed: answers.count { $0.all.allSatisfy { $0.reply == nil } },
            empty: answers.count { $0.all.contains { $0.reply?.isEmpty == true } },
            scores: means(answers.map(\.scores), bootstrap) { $0[$1] },
            promptTokens: replies.reduce(0) { $0 + ($1.promptTokens ?? 0) },
            completionTokens: replies.reduce(0) { $0 + ($1.completionTokens ?? 0) },
            latency: times.isEmpty ? nil : times.reduce(.zero, +) / times.count)
    }

    private static func pair(_ first: Int, _ second: Int, _ rows: [Row], _ bootstrap: Bootstrap) -> Pair {
        let both = rows.compactMap { row -> (AnswerScores, AnswerScores)? in
            guard let one = row.answers[first], let other = row.answers[second] else { return nil }
            return (one.scores, other.scores)
        }
        return Pair(
            first: first, second: second, rows: both.count,
            differences: means(both, bootstrap) { pair, kind in
                pair.0[kind].flatMap { one in pair.1[kind].map { one - $0 } }
            })
    }

    /// Scores that apply to the same rows are drawn together, so that each group is drawn once.
    private static func means<Scored>(
        _ rows: [Scored], _ bootstrap: Bootstrap, _ score: (Scored, ScoreKind) -> Double?
    ) -> [ScoreKind: ScoreMean] {
        let groups: [[ScoreKind]] = [
            [.exact, .normalized, .contained, .f1, .rougeL, .lengthRatio], [.jsonValid, .jsonEqual], [.toolCalls],
            [.refused, .cut],
        ]
        var means: [ScoreKind: ScoreMean] = [:]
        for group in groups {
            let columns = group.map { kind in rows.compactMap { score($0, kind) } }
            for (kind, mean) in zip(group, bootstrap.means(columns)) { means[kind] = mean }
        }
        return means
    }
}

/// Recorded answers by the row that they belong to.
private struct RowIndex {
    private struct Key: Hashable {
        let digest: String
        let model: ModelKey
    }

    private var answers: [Key: [RecordedAnswer]] = [:]

    init(_ recorded: [RecordedAnswer]) {
        for answer in AnswerIndex(recorded).answers {
            answers[Key(digest: answer.digest, model: answer.model), default: []].append(answer)
        }
    }

    /// Those of the row's own line; those of another line with the same bytes where it has none.
    func answers(to row: ConversationRow, of model: ModelKey) -> [RecordedAnswer] {
        let all = answers[Key(digest: row.digest, model: model)] ?? []
        let line = all.contains { $0.line == row.line } ? row.line : all.map(\.line).min()
        return all.filter { $0.line == line }.sorted { $0.sample < $1.sample }
    }
}
