import Charts
import Commands
import FineTuning
import JobViews
import Text

/// What is said below a curve.
enum LossText {
    /// The newest and the lowest number of each line, the best checkpoint, and what the curves mean.
    static func lines(_ chart: LossChart, _ context: CommandContext) -> [String] {
        let width = max(20, context.terminal.width)
        var lines: [String] = []
        let curves = chart.curves
        for (color, one) in curves.enumerated() {
            guard let last = one.smooth.points.last else { continue }
            let letter = curves.count > 1 && color < TerminalPlot.letters.count ? "\(TerminalPlot.letters[color]) " : ""
            let id = chart.jobs.count > 1 ? " of \(one.job.shortID.printable)" : ""
            let text =
                "\(letter)\(one.curve.metric.name.printable)\(id) \(number(last.value)) "
                + "at step \(HumanText.number(last.step))" + (best(one.smooth) ?? "")
            lines += TextWrapping.lines(text, width: width).map { context.paint($0, style(color)) }
        }
        for job in chart.jobs {
            let id = chart.jobs.count > 1 ? "\(job.shortID.printable): " : ""
            for line in checkpoints(job) { lines += TextWrapping.lines(id + line, width: width) }
            if let left = job.stepsLeft { lines.append("\(id)\(HumanText.count(left, "step")) left") }
            for sentence in job.verdict.sentences {
                lines += TextWrapping.lines(id + sentence, width: width).map { context.paint($0, .warning) }
            }
        }
        return lines
    }

    /// `, lowest 0.606 at step 280`; nil where that is the last one, and of what nobody knows the better end of.
    private static func best(_ curve: Curve) -> String? {
        let found: (String, Curve.Point?) =
            switch curve.metric.kind {
            case .loss: ("lowest", curve.lowest)
            case .accuracy, .reward: ("highest", curve.highest)
            case .other: ("", nil)
            }
        guard let point = found.1, let last = curve.points.last, number(point.value) != number(last.value)
        else { return nil }
        return ", \(found.0) \(number(point.value)) at step \(HumanText.number(point.step))"
    }

    private static func checkpoints(_ job: JobCurves) -> [String] {
        guard let best = job.checkpoints.best else { return [] }
        let judged: [CurveMetric] = [
            .fullValidLoss, .validLoss, .trainLoss, .other("full_valid_mean_reward"), .other("valid_mean_reward"),
        ]
        let why = judged.first { $0.value(of: best.metric)?.isFinite == true }.flatMap { metric in
            metric.value(of: best.metric).map { " (\(metric.name) \(number($0)))" }
        }
        let others = job.checkpoints.filter { $0.id != best.id }.map { HumanText.number($0.step) }
        let rest = others.isEmpty ? "" : "; also saved: step \(others.joined(separator: ", "))"
        return [
            "best checkpoint: step \(HumanText.number(best.step))\(why ?? "")\(rest)",
            "  \(best.model.rawValue.printable)",
        ]
    }

    /// With three places; small ones with as many figures.
    private static func number(_ value: Double) -> String {
        guard value.isFinite, value != 0, value.magnitude < 0.1 else { return HumanText.decimal(value, places: 3) }
        return value.magnitude < 1e-6 ? "\(value)" : HumanText.decimal(value, places: value.magnitude < 0.001 ? 7 : 5)
    }

    /// The next useful commands.
    static func next(_ chart: LossChart) -> [NextCommand] {
        guard let job = chart.jobs.first, chart.jobs.count == 1 else { return [] }
        return [NextCommand("show", job.shortID), NextCommand("loss", "\(job.shortID) --svg loss.svg")]
    }

    /// Colors of lines in a terminal, told apart by their letters too.
    static func style(_ color: Int) -> TextStyle {
        let styles: [TextStyle] = [.busy, .warning, .good, .bad, .bold, .dim]
        return styles[color % styles.count]
    }
}
