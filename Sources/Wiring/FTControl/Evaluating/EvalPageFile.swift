import Commands
import Digest
import Evaluation
import FineTuning
import StatusPages
import Text
import TrainingData

/// Writes an evaluation as one page that needs nothing beside it.
struct EvalPageFile {
    let result: EvalResult
    let context: CommandContext

    /// Rows of each kind that the page shows.
    private static let mostRows = 100

    /// Writes the file whole.
    func write(to path: String) throws {
        try OutputPlace.tellApart(inputs: [.file(result.file)], outputs: [.file(path)])
        let style = try SHA256.digest(of: Array(PageAssets.style.utf8))
        let html = EvaluationPage.html(content, styleHash: Base64.encode(style.bytes))
        let file = try OutputFile(.file(path))
        var bytes = Array(html.utf8)
        try file.write(draining: &bytes)
        try file.commit()
        try context.say("wrote \(PathWord.text(path))")
    }

    private var content: EvaluationPage.Content {
        let report = result.report
        let kinds = ScoreKind.allCases.filter { kind in report.models.contains { $0.scores[kind] != nil } }
        let ranking = report.rankingScore
        var sections: [EvaluationPage.Section] = []
        for (place, name) in result.names.enumerated() {
            let rows = report.worst(Self.mostRows, of: place, by: ranking)
                .filter { ($0.answers[place]?.scores[ranking] ?? 1) < 1 }
            sections.append(
                EvaluationPage.Section(
                    title: "Worst rows of \(name)",
                    rows: rows.map { row in
                        entry(row, ("expected", row.row.expectedText), (name, said(row, place)), place)
                    }))
        }
        if report.models.count > 1 {
            let names = result.names
            sections.append(
                EvaluationPage.Section(
                    title: "Most different rows of \(names[0]) and \(names[1])",
                    rows: report.mostDifferent(Self.mostRows, 0, 1, by: ranking).map { row in
                        entry(row, (names[0], said(row, 0)), (names[1], said(row, 1)), nil)
                    }))
        }
        return EvaluationPage.Content(
            title: "Evaluation on \(result.file)", made: context.time.full(context.now),
            heads: ["Model", "Rows"] + kinds.map(\.title),
            models: zip(report.models, result.names).map { model, name in
                [name, HumanText.number(model.rows)] + kinds.map { ScoreText.text(model.scores[$0]) }
            },
            remarks: EvalText(result: result, context: context, worst: 0).plainRemarks, sections: sections)
    }

    private func entry(
        _ row: EvaluationReport.Row, _ first: (String, String), _ second: (String, String), _ place: Int?
    ) -> EvaluationPage.Entry {
        let difference = WordDifference(first.1, second.1)
        func words(_ all: [WordDifference.Word]) -> [EvaluationPage.Word] {
            all.map { EvaluationPage.Word(text: $0.text, isCommon: $0.isCommon) }
        }
        let score = place.flatMap { row.answers[$0]?.scores[result.report.rankingScore] }
        return EvaluationPage.Entry(
            line: row.row.line, question: row.row.question, score: score.map { HumanText.decimal($0, places: 2) },
            first: EvaluationPage.Text(title: first.0, words: words(difference.first)),
            second: EvaluationPage.Text(title: second.0, words: words(difference.second)))
    }

    private func said(_ row: EvaluationReport.Row, _ place: Int) -> String {
        EvalText.said(row, place)
    }
}
