extension EvaluationReport {
    /// The rows at which a model is worst by a score; of rows that are as bad as each other the first.
    public func worst(_ count: Int, of model: Int, by kind: ScoreKind = .f1) -> [Row] {
        ranked(count) { $0.answers[model]?.scores[kind] }
    }

    /// The rows at which two models differ most by a score; where one has none they do not differ.
    public func mostDifferent(_ count: Int, _ first: Int, _ second: Int, by kind: ScoreKind = .f1) -> [Row] {
        ranked(count) { row in
            guard let one = row.answers[first]?.scores[kind], let other = row.answers[second]?.scores[kind],
                one != other
            else { return nil }
            return -abs(one - other)
        }
    }

    /// The score by which rows are ranked: token F1, and where no row has text the calls of tools.
    public var rankingScore: ScoreKind {
        models.contains { $0.scores[.f1] != nil } ? .f1 : .toolCalls
    }

    private func ranked(_ count: Int, _ rank: (Row) -> Double?) -> [Row] {
        rows.compactMap { row in rank(row).map { (row, $0) } }
            .sorted { ($0.1, $0.0.row.line) < ($1.1, $1.0.row.line) }
            .prefix(count).map(\.0)
    }
}
