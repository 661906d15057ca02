import Commands
import FineTuning
import JobViews

/// The numbers of trainings as comma-separated values, one line a step.
enum LossTable {
    /// A contract: columns are only ever added, behind the others.
    ///
    /// The time is in Unix seconds; what is unknown is empty, and what is no finite number is `nan`, `inf` or `-inf`,
    /// which spreadsheets and programs read. The server's own numbers follow under their names.
    static func write(_ jobs: [JobCurves], steps: ClosedRange<Int64>, to context: CommandContext) throws {
        let others = jobs.reduce(into: Set<CurveMetric>()) { $0.formUnion($1.metrics) }
            .subtracting(CurveMetric.known).sorted { $0.rawValue < $1.rawValue }
        try context.output.write(
            CSVText.line(
                ["step", "time"] + known.map(\.rawValue) + ["job"] + others.map { CSVText.field(.text($0.rawValue)) }))
        for job in jobs {
            for step in job.steps where steps.contains(step.step) {
                let time = job.times[step.step].map { CSVText.field(.time($0)) } ?? ""
                try context.output.write(
                    CSVText.line(
                        ["\(step.step)", time] + known.map { field($0, step) }
                            + [CSVText.field(job.job.id.rawValue)] + others.map { field($0, step) }))
            }
        }
    }

    /// A number's field: `-inf` is no formula, and stands without a guard.
    private static func field(_ metric: CurveMetric, _ step: MetricPoint) -> String {
        guard let number = metric.value(of: step) else { return "" }
        if number.isFinite { return CSVText.field(.number(number)) }
        return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf"
    }

    /// The losses first: the beginning of every line is the contract.
    private static let known: [CurveMetric] = [
        .trainLoss, .validLoss, .fullValidLoss, .trainAccuracy, .validAccuracy, .fullValidAccuracy,
    ]
}
