import Charts
import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Settings
import Text
import TrainingData

/// `loss`: the curves of a training.
enum LossCommand {
    private static let jobs = CommandOperand<[String]>.many(.job(), "job ids, unique parts of them, or latest")
    private static let metric = CommandOption<LossSubject?>.value(
        "metric", .subject,
        "what to draw, names of the server's own numbers too, with commas between; the losses by default, and of a "
            + "job without any its rewards")
    private static let horizontal = CommandOption<LossChart.Horizontal>.value(
        "by", .choice("WHAT"), default: .step, "draw over steps, or over the time since the first one: step or time")
    private static let from = CommandOption.value("from", step, "begin at this step")
    private static let to = CommandOption.value("to", step, "end at this step")
    private static let smooth = CommandOption.value(
        "smooth", .number("WEIGHT", in: 0...0.999), "what the average so far weighs against the next step; 0 is none")
    private static let scale = CommandOption<ScaleChoice>.value(
        "scale", .choice("SCALE"), default: .auto, "of the values: auto, linear or log")
    private static let glyphs = CommandOption<ChartGlyphs?>.value(
        "glyphs", .choice("GLYPHS"), "draw with braille, blocks or ascii; by the locale otherwise")
    private static let picture = CommandOption.value(
        "svg", .file(), "write a picture instead (SVG); - is standard output")
    private static let csv = CommandOption.flag("csv", "the same as -o csv: one line a step")
    private static let step = ArgumentKind<Int>.wholeNumber("STEP", in: 0...1_000_000_000_000)

    private enum ScaleChoice: String, CaseIterable, Sendable {
        case auto
        case linear
        case log

        var scale: ChartAxis.Scale? {
            switch self {
            case .auto: nil
            case .linear: .linear
            case .log: .logarithmic
            }
        }
    }

    static let command: Command = Command(
        name: "loss", section: .watch, summary: "Draw the training and validation loss of jobs", operands: [jobs],
        options: [
            metric, horizontal, from, to, smooth, scale, glyphs, picture, csv, StandardOptions.account,
        ],
        output: CommandOutput([.table, .json, .jsonl, .csv, .name], .array, report.notes),
        examples: [
            CommandExample("ftctl loss ftjob-k2", "the curve by step"),
            CommandExample("ftctl loss ftjob-k2 ftjob-9s --by time", "two trainings over each other"),
            CommandExample("ftctl loss ftjob-k2 --svg loss.svg", "a picture for a report"),
            CommandExample("ftctl loss ftjob-k2 --csv > loss.csv", "the numbers, one line a step"),
        ],
        exitNotes: [ExitNote(.notFound, "no such job, or no store")], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let steps = try range(arguments)
        let store = try context.openStore()
        let account = try context.account(named: arguments[StandardOptions.account], in: store)
        let chosen = try arguments[jobs].map { text in
            let key = try context.job(named: text, in: store, account: account)
            guard let curves = try JobCurves(of: key, in: store) else {
                throw CommandContext.noJob(key.job.rawValue)
            }
            return curves
        }
        let subject = arguments[metric] ?? .usual
        try subject.check(chosen)
        let chart = LossChart(
            chosen, subject, by: arguments[horizontal], steps: steps,
            smoothing: arguments[smooth].map(Smoothing.init(weight:)))
        if let path = arguments[picture] {
            try write(chart, to: path, scale: arguments[scale].scale, context)
        } else if arguments[csv] || context.format == .csv {
            try LossTable.write(chosen, steps: steps, to: context)
        } else {
            switch context.format {
            case .table, .wide: try draw(chart, arguments, context)
            case .json, .jsonl, .name, .csv: try context.print(chosen, as: report)
            }
        }
        return .done
    }

    private static let report = Report<JobCurves>(
        name: { $0.job.id.rawValue }, columns: [ReportColumn("id") { .text($0.job.id.rawValue) }],
        fields: JobCurves.fields)

    private static func range(_ arguments: Arguments) throws -> ClosedRange<Int64> {
        let first = Int64(arguments[from] ?? 0)
        let last = arguments[to].map(Int64.init) ?? .max
        guard first <= last else {
            throw CommandError.usage("loss: --from \(first) is behind --to \(last): there are no steps between")
        }
        return first...last
    }

    private static func draw(_ chart: LossChart, _ arguments: Arguments, _ context: CommandContext) throws {
        let series = chart.series
        guard series.contains(where: { !$0.points.isEmpty }) else { return try context.say(nothing(chart)) }
        let glyphs = arguments[glyphs] ?? (Terminal.showsUnicode(context.environment) ? .braille : .ascii)
        let width = max(20, context.terminal.width)
        let plot = TerminalPlot(
            width: width, rows: min(20, max(8, context.terminal.height - 8)), glyphs: glyphs,
            scale: arguments[scale].scale, xText: { LossChart.text($0, chart.horizontal) })
        let how = chart.isSmoothed ? " (dots: each step, line: smoothed)" : ""
        for line in TextWrapping.lines(chart.title + how, width: width) {
            try context.tell(context.paint(line, .bold))
        }
        for line in plot.lines(series, marks: chart.marks) { try context.output.line(text(line, context)) }
        for line in LossText.lines(chart, context) { try context.tell(line) }
        try NextCommand.say(LossText.next(chart), in: context)
    }

    private static func text(_ line: PlotLine, _ context: CommandContext) -> String {
        line.runs.map { run in run.color.map { context.paint(run.text, LossText.style($0)) } ?? run.text }.joined()
            .trimmedRight
    }

    private static func nothing(_ chart: LossChart) -> String {
        let ids = chart.jobs.map { $0.shortID.printable }.joined(separator: ", ")
        if chart.horizontal == .time, chart.jobs.contains(where: { !$0.steps.isEmpty }) {
            return "\(ids): no step has a time: the server reported them in a results file only; draw them by step"
        }
        guard chart.jobs.contains(where: { !$0.steps.isEmpty }) else {
            return "\(ids): no numbers yet: ftd reads them from the job's events, and at its end from the results file"
        }
        return "\(ids): no \(chart.subject.word) in these steps"
    }

    private static func write(
        _ chart: LossChart, to path: String, scale: ChartAxis.Scale?, _ context: CommandContext
    ) throws {
        let series = chart.series
        guard series.contains(where: { !$0.points.isEmpty }) else {
            throw CommandError(.failed, "loss: could not draw \(path): \(nothing(chart))")
        }
        let plot = VectorPlot(
            scale: scale, title: chart.title, xName: chart.horizontal == .step ? "step" : "time since the first step",
            xText: { LossChart.text($0, chart.horizontal) })
        let text = plot.text(series, marks: chart.marks)
        guard path != "-" else { return try context.output.write(text) }
        try OutputPlace.tellApart(inputs: [.file(try context.storePlace().path)], outputs: [.file(path)])
        let file = try OutputFile(.file(path))
        var bytes = Array(text.utf8)
        try file.write(draining: &bytes)
        try file.commit()
        try context.say("wrote \(path)")
    }
}
