import FineTuning
import Testing

@testable import JobViews

@Suite struct JobCurvesTests {
    /// The greatest number of steps that fits was one too many for the sum.
    @Test(
        arguments: [
            (12, [4, 8, 12]), (10, [3, 7, 10]), (3, [1, 2, 3]), (2, []), (300, [100, 200, 300]),
            (.max, [3_074_457_345_618_258_602, 6_148_914_691_236_517_205, .max]),
        ] as [(Int64, [Int64])])
    func epochsEndAtWholeSteps(_ total: Int64, _ ends: [Int64]) {
        let job = Job(
            id: JobID("j"), createdAt: UnixTime(seconds: 1), status: .running, model: ModelName("m"),
            hyperparameters: Hyperparameters(epochs: .value("3")))
        let curves = JobCurves(
            job: job, account: .default, steps: [MetricPoint(step: 1, totalSteps: total)], times: [:], checkpoints: [],
            shortID: "j")
        #expect(curves.epochEnds == ends)
    }
}
