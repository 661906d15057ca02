import Commands
import FineTuning
import JobViews

/// The numbers of trainings as comma-separated values, one line a step.
enum LossTable {
    /// A contract: columns are only ever added.
    ///
    /// The time is in Unix seconds; what is unknown is empty.
    static func write(_ jobs: [JobCurves], steps: ClosedRange<Int64>, to context: CommandContext) throws {
        try context.output.write(
            CSVText.line(["step", "time"] + metrics.map(\.rawValue) + ["job"]))
        for job in jobs {
            for step in job.steps where steps.contains(step.step) {
                let values: [ReportValue] =
                    [.integer(step.step), job.times[step.step].map { .time($0) } ?? .unknown]
                    + metrics.map { metric in metric.value(of: step).map { .number($0) } ?? .unknown }
                    + [.text(job.job.id.rawValue)]
                try context.output.write(CSVText.line(values.map { CSVText.field($0) }))
            }
        }
    }

    private static let metrics: [CurveMetric] = [
        .trainLoss, .validLoss, .fullValidLoss, .trainAccuracy, .validAccuracy, .fullValidAccuracy,
    ]
}
