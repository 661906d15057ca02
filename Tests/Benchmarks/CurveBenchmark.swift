import Charts
import Files
import FineTuning
import Glibc
import JobStorage

/// The curves of a training of 50,000 steps: the drawing alone, and `ftctl loss` from the store to the picture.
///
/// To be reached: 50 ms of CPU for a drawing, 200 kB for a picture.
enum CurveBenchmark {
    private static let steps: Int64 = 50_000

    static func run(_ surroundings: Surroundings) throws {
        let points = (1...steps).map(point)
        let train = series("training loss", .dots, 0, points.map(\.trainLoss))
        let smooth = series("training loss", .line, 0, points.map(\.trainLoss))
        let valid = series("validation loss", .line, 1, points.map(\.validLoss))
        let picture = VectorPlot(title: "loss", xName: "step") { "\(Int64($0))" }
        let terminal = TerminalPlot(width: 120, rows: 20, glyphs: .braille) { "\(Int64($0))" }
        var size = 0
        var lines = 0
        let svg = cpu { size = picture.text([train, smooth, valid]).utf8.count }
        let text = cpu { lines = terminal.lines([train, smooth, valid]).count }
        print("\ncurve, \(steps) steps, the least of 5, CPU")
        print(
            "  picture     \(Measurement.text(svg * 1000, 1, 7)) ms, \(Measurement.text(Double(size) / 1000, 0, 0)) kB\n"
                + "  terminal    \(Measurement.text(text * 1000, 1, 7)) ms, \(lines) lines")

        let store = "\(surroundings.scratch)/curve.db"
        try fill(store, points)
        let program = surroundings.program("ftctl")
        let commands = [
            Measurement(name: "ftctl --version", arguments: [program, "--version"]),
            Measurement(
                name: "ftctl loss", arguments: [program, "--store", store, "loss", "ftjob-long"]),
            Measurement(
                name: "ftctl loss --svg", arguments: [program, "--store", store, "loss", "ftjob-long", "--svg", "-"]),
            Measurement(
                name: "ftctl loss --csv", arguments: [program, "--store", store, "loss", "ftjob-long", "--csv"]),
        ]
        let figures = try Measurement.inTurn(commands, environment: surroundings.environment)
        Measurement.report("ftctl loss, \(steps) steps, medians of 5", commands, figures)
    }

    private static func series(
        _ name: String, _ shape: ChartSeries.Shape, _ color: Int, _ values: [Double?]
    ) -> ChartSeries {
        ChartSeries(
            name, shape, color: color,
            values.enumerated().compactMap { index, value in
                value.map { ChartSeries.Point(x: Double(index + 1), y: $0) }
            })
    }

    /// A loss that falls and is noisy; a validation at every tenth step.
    private static func point(_ step: Int64) -> MetricPoint {
        let noise = Double((step &* 2_654_435_761) % 1000) / 1000 - 0.5
        let loss = 2.4 / (1 + Double(step) / 9000)
        return MetricPoint(
            step: step, totalSteps: steps, trainLoss: loss * (1 + 0.3 * noise),
            validLoss: step % 10 == 0 ? loss * 1.1 + 0.05 * noise : nil)
    }

    private static func fill(_ path: String, _ points: [MetricPoint]) throws {
        let store = try JobStore(path: path)
        let job = Job(
            id: JobID("ftjob-long"), createdAt: UnixTime(seconds: 1_800_000_000), status: .running,
            model: ModelName("gpt-4o-mini-2024-07-18"))
        _ = try store.apply(AccountChanges(account: .default, seenAt: job.createdAt, jobs: [job]))
        try store.add(JobFindings(key: JobKey(account: .default, job: job.id), metrics: points))
    }

    /// The least CPU time of five runs, in seconds.
    private static func cpu(_ body: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        return (0..<5).map { _ in
            let start = now()
            body()
            return now() - start
        }.min() ?? 0
    }
}
