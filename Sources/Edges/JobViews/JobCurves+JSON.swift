import FineTuning
package import JSONText
import JobJSON

extension JobCurves {
    /// The curves of one job: its steps under the API's names, each with its time, and what they say.
    ///
    /// A contract: keys are only ever added. What is unknown is null.
    package var json: JSONObject { Self.fields.object(self) }

    /// Its keys.
    package static let fields: JSONFields<JobCurves> = [
        JSONField("id", "the job's id") { .string($0.job.id.rawValue) },
        JSONField("account", "the account of the configuration") { .string($0.account.rawValue) },
        JSONField("status", "the job's status, as the API words it") { .string($0.job.status.word) },
        JSONField("total_steps", "how many steps the job makes") { .optional($0.totalSteps) },
        JSONField("steps_left", "how many of them are to come") { .optional($0.stepsLeft) },
        .list("points", "the numbers of each step", Step.fields) { curves in
            curves.steps.map { Step(metric: $0, time: curves.times[$0.step]) }
        },
        .list("checkpoints", "the models saved on the way", Checkpoint.fields) { $0.checkpoints },
        JSONField("best_checkpoint", "the id of the checkpoint with the lowest loss") {
            .text($0.checkpoints.best?.id.rawValue)
        },
        .object("diverging", "why the training diverges, where it does", Diverging.fields) {
            $0.verdict.divergence.map(Diverging.init)
        },
        .object("overfitting", "where the validation loss rises while the training loss falls", Overfitting.fields) {
            $0.verdict.overfitting.map { Overfitting(best: $0.best, latest: $0.latest) }
        },
    ]

    private struct Step: Sendable {
        let metric: MetricPoint
        let time: UnixTime?

        static let fields: JSONFields<Step> =
            MetricPoint.fields.map { $0.metric } + [
                JSONField("time", "when the API reported the step") { .seconds($0.time) }
            ]
    }

    fileprivate struct Overfitting: Sendable {
        let best: Curve.Point
        let latest: Curve.Point

        static let fields: JSONFields<Overfitting> = [
            .object("best", "the lowest validation loss", Curve.Point.fields) { $0.best },
            .object("latest", "the newest validation loss", Curve.Point.fields) { $0.latest },
        ]
    }

    fileprivate struct Diverging: Sendable {
        let cause: TrainingVerdict.Divergence

        init(_ cause: TrainingVerdict.Divergence) { self.cause = cause }

        static let fields: JSONFields<Diverging> = [
            JSONField(
                "reason", "not-finite: a loss is no number; rising: the validation loss rose three times in a row"
            ) {
                switch $0.cause {
                case .notFinite: .string("not-finite")
                case .rising: .string("rising")
                }
            },
            JSONField("metric", "which loss is no number") {
                if case .notFinite(let metric, _) = $0.cause { .string(metric.rawValue) } else { .null }
            },
            JSONField("step", "since which step") {
                if case .notFinite(_, let step) = $0.cause { .integer(step) } else { .null }
            },
            .object("from", "the validation loss before it rose", Curve.Point.fields) {
                if case .rising(let from, _) = $0.cause { from } else { nil }
            },
            .object("to", "the newest validation loss", Curve.Point.fields) {
                if case .rising(_, let to) = $0.cause { to } else { nil }
            },
        ]
    }
}

extension TrainingVerdict {
    /// What goes wrong with a training, and what that means in sentences.
    static let fields: JSONFields<TrainingVerdict> = [
        .object("diverging", "why the training diverges, where it does", JobCurves.Diverging.fields) {
            $0.divergence.map(JobCurves.Diverging.init)
        },
        .object(
            "overfitting", "where the validation loss rises while the training loss falls", JobCurves.Overfitting.fields
        ) { $0.overfitting.map { JobCurves.Overfitting(best: $0.best, latest: $0.latest) } },
        JSONField("sentences", "the same for people") { .array($0.sentences.map(JSONValue.string)) },
    ]
}

extension Curve.Point {
    fileprivate static let fields: JSONFields<Curve.Point> = [
        JSONField("step", "the step") { .integer($0.step) },
        JSONField("value", "the loss") { .real($0.value) },
    ]
}
