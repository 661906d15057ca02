import Charts
import Commands
import FineTuning
import JobViews
import Text

/// What is said below a curve.
enum LossText {
    /// The newest and the lowest number of each line, the best checkpoint, and what the curves mean.
    static func lines(_ chart: LossChart, _ context: CommandContext) -> [String] {
        let width = max(40, context.terminal.width)
        var lines: [String] = []
        let curves = chart.curves
        for (color, one) in curves.enumerated() {
            guard let last = one.curve.smoothed(chart.smoothing).points.last else { continue }
            let letter = curves.count > 1 && color < TerminalPlot.letters.count ? "\(TerminalPlot.letters[color]) " : ""
            let id = chart.jobs.count > 1 ? " of \(one.job.shortID.printable)" : ""
            let low = one.curve.smoothed(chart.smoothing).lowest.map {
                ", lowest \(HumanText.decimal($0.value, places: 3)) at step \(HumanText.number($0.step))"
            }
            let text =
                "\(letter)\(one.curve.metric.name)\(id) \(HumanText.decimal(last.value, places: 3)) "
                + "at step \(HumanText.number(last.step))\(chart.subject == .loss ? low ?? "" : "")"
            lines += TextWrapping.lines(text, width: width).map { context.paint($0, style(color)) }
        }
        for job in chart.jobs {
            let id = chart.jobs.count > 1 ? "\(job.shortID.printable): " : ""
            if let best = job.checkpoints.best {
                lines += TextWrapping.lines(
                    "\(id)best checkpoint: step \(HumanText.number(best.step)), \(best.model.rawValue.printable)",
                    width: width)
            }
            if let left = job.stepsLeft { lines.append("\(id)\(HumanText.count(left, "step")) left") }
            for sentence in job.verdict.sentences {
                lines += TextWrapping.lines(id + sentence, width: width).map { context.paint($0, .warning) }
            }
        }
        return lines
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
