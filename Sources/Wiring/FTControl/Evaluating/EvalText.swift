import Commands
import Evaluation
import FineTuning
import Text

/// An evaluation as a person reads it.
struct EvalText {
    let result: EvalResult
    let context: CommandContext
    /// Rows of each kind that are shown.
    let worst: Int
    private let paint: Paint

    init(result: EvalResult, context: CommandContext, worst: Int, paint: Paint? = nil) {
        self.result = result
        self.context = context
        self.worst = worst
        self.paint = paint ?? context.paint
    }

    private var report: EvaluationReport { result.report }

    private var width: Int? { context.terminal.outputIsTerminal ? context.terminal.width : nil }

    /// Prints the table, what differs, and the rows worth reading.
    func print() throws {
        let parts = zip(report.models, result.costs).map { EvalResult.ModelPart(model: $0, cost: $1) }
        let kinds = ScoreKind.allCases.filter { kind in
            let means = report.models.compactMap { $0.scores[kind]?.mean }
            return kind.isMerit ? !means.isEmpty : means.contains { $0 > 0 }
        }
        try context.print(
            parts, as: EvalResult.report(kinds, hasCosts: result.costs.contains { $0 != nil }),
            narrowings: [
                .drop("rows"), .drop("length_ratio"), .drop("normalized"), .drop("tokens"), .drop("cut"),
                .drop("refused"), .drop("rouge_l"), .drop("cost"), .drop("contained"),
            ])
        for line in remarks() { try context.tell(line) }
        try printRows()
    }

    /// What the table does not say, in one line each, without colours.
    var plainRemarks: [String] {
        EvalText(result: result, context: context, worst: 0, paint: Paint(isOn: false)).remarks()
    }

    private func remarks() -> [String] {
        var lines: [String] = []
        let names = result.names
        for pair in report.pairs { lines += difference(pair, names) }
        for (model, name) in zip(report.models, names) {
            if model.failed > 0 {
                lines.append(
                    "\(name): \(HumanText.count(model.failed, "row")) without a reply that can be read; they count as 0"
                )
            }
            if model.empty > 0 {
                lines.append("\(name): \(HumanText.count(model.empty, "empty reply", plural: "empty replies"))")
            }
            if model.rows < report.rows.count {
                lines.append(
                    "\(name): \(HumanText.number(model.rows)) of \(HumanText.count(report.rows.count, "row")) are recorded"
                )
            }
        }
        if report.rowsWithoutAnswer > 0 {
            lines.append(
                "\(HumanText.count(report.rowsWithoutAnswer, "row")) without an answer of their own: nothing to compare with"
            )
        }
        if let leakage = result.leakage { lines += leaked(leakage) }
        if let judgement = result.judgement { lines += judgement.lines }
        return lines
    }

    private func difference(_ pair: EvaluationReport.Pair, _ names: [String]) -> [String] {
        let kind = report.rankingScore
        guard let difference = pair.differences[kind] else { return [] }
        let half = (difference.interval.upperBound - difference.interval.lowerBound) / 2
        let size =
            "\(HumanText.decimal(abs(difference.mean), places: 3)) ±\(HumanText.decimal(half, places: 3)) (95 %)"
        let (first, second) = (names[pair.first], names[pair.second])
        let rows = HumanText.count(pair.rows, "row")
        guard !difference.interval.contains(0) else {
            return ["\(rows): \(first) and \(second) differ by no more than chance: \(kind.word) \(size)"]
        }
        let (better, worse) = difference.mean > 0 ? (first, second) : (second, first)
        return ["\(rows): \(better) is better than \(worse) by \(kind.word) \(size)"]
    }

    private func leaked(_ leakage: EvalResult.Leakage) -> [String] {
        let name = PathWord.text(leakage.trainingFile)
        func named(_ lines: [Int]) -> String {
            let shown = lines.prefix(5).map { "line \($0)" }.joined(separator: ", ")
            return shown + (lines.count > 5 ? ", …" : "")
        }
        guard !leakage.same.isEmpty || !leakage.nearlySame.isEmpty else {
            return ["no row's question is in the training file \(name)"]
        }
        var lines: [String] = []
        if !leakage.same.isEmpty {
            lines.append(
                paint(
                    "▲ \(HumanText.count(leakage.same.count, "row")) asked in the training file \(name), too: "
                        + named(leakage.same), .warning))
        }
        if !leakage.nearlySame.isEmpty {
            lines.append(
                paint(
                    "▲ \(HumanText.count(leakage.nearlySame.count, "row")) nearly asked in the training file \(name): "
                        + named(leakage.nearlySame), .warning))
        }
        return lines
    }

    // MARK: Rows

    private func printRows() throws {
        guard worst > 0 else { return }
        let kind = report.rankingScore
        let names = result.names
        for (place, name) in names.enumerated() {
            let rows = report.worst(worst, of: place, by: kind).filter { ($0.answers[place]?.scores[kind] ?? 1) < 1 }
            guard !rows.isEmpty else { continue }
            try context.output.line()
            try context.tell(paint("worst of \(name)", .bold))
            for row in rows {
                try head(row, [(name, place)], kind)
                try beside(("expected", row.row.expectedText), (name, Self.said(row, place)))
            }
        }
        guard report.models.count > 1 else { return }
        let rows = report.mostDifferent(worst, 0, 1, by: kind)
        guard !rows.isEmpty else { return }
        try context.output.line()
        try context.tell(paint("most different", .bold))
        for row in rows {
            try head(row, [(names[0], 0), (names[1], 1)], kind)
            for line in TextWrapping.lines("expected: \(row.row.expectedText)", width: width ?? .max) {
                try context.output.line(line)
            }
            try beside((names[0], Self.said(row, 0)), (names[1], Self.said(row, 1)))
        }
    }

    private func head(_ row: EvaluationReport.Row, _ models: [(name: String, place: Int)], _ kind: ScoreKind) throws {
        let scores = models.compactMap { model in
            row.answers[model.place]?.scores[kind].map { value in
                models.count > 1
                    ? "\(model.name) \(HumanText.decimal(value, places: 2))" : HumanText.decimal(value, places: 2)
            }
        }
        let text = "line \(row.row.line), \(kind.word) \(scores.joined(separator: ", ")): \(row.row.question.printable)"
        try context.output.line()
        try context.output.line(context.glyphs(width.map { text.clipped(to: $0) } ?? text))
    }

    static func said(_ row: EvaluationReport.Row, _ place: Int) -> String {
        guard let answer = row.answers[place]?.all.first else { return "" }
        guard let reply = answer.reply else { return answer.problem ?? "" }
        guard reply.text.isEmpty else { return reply.text }
        return reply.refusal ?? reply.callsText
    }

    private func beside(_ first: (title: String, text: String), _ second: (title: String, text: String)) throws {
        for line in SideBySide(paint: paint, width: width).lines(first, second) {
            try context.output.line(context.glyphs(line))
        }
    }
}

extension ScoreKind {
    /// As a sentence has it.
    fileprivate var word: String {
        switch self {
        case .exact: "exact match"
        case .normalized: "normalized match"
        case .contained: "contained"
        case .f1: "token F1"
        case .rougeL: "ROUGE-L"
        case .lengthRatio: "length ratio"
        case .jsonValid: "valid JSON"
        case .jsonEqual: "equal JSON"
        case .toolCalls: "tool calls"
        case .refused: "refusals"
        case .cut: "cut answers"
        }
    }
}
