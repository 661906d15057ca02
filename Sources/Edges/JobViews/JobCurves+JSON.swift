import FineTuning
package import JSONText
import JobJSON

extension JobCurves {
    /// The curves of one job: its steps under the API's names, each with its time, and what they say.
    ///
    /// A contract: keys are only ever added. What is unknown is null.
    package var json: JSONObject {
        [
            "id": .string(job.id.rawValue), "account": .string(account.rawValue), "status": .string(job.status.word),
            "total_steps": .optional(totalSteps), "steps_left": .optional(stepsLeft),
            "points": .array(
                steps.map { step in
                    var point = step.json()
                    point["time"] = .seconds(times[step.step])
                    return .object(point)
                }), "checkpoints": .array(checkpoints.map(\.json)),
            "best_checkpoint": .text(checkpoints.best?.id.rawValue), "diverging": verdict.divergence?.json ?? .null,
            "overfitting": verdict.overfitting.map { .object(["best": $0.best.json, "latest": $0.latest.json]) }
                ?? .null,
        ]
    }
}

extension TrainingVerdict {
    /// What goes wrong, as in a curve's object; null where nothing does.
    package var json: JSONValue {
        .object([
            "diverging": divergence?.json ?? .null,
            "overfitting": overfitting.map { .object(["best": $0.best.json, "latest": $0.latest.json]) } ?? .null,
            "sentences": .array(sentences.map(JSONValue.string)),
        ])
    }
}

extension TrainingVerdict.Divergence {
    fileprivate var json: JSONValue {
        switch self {
        case .notFinite(let metric, let step):
            .object(["reason": .string("not-finite"), "metric": .string(metric.rawValue), "step": .integer(step)])
        case .rising(let from, let to): .object(["reason": .string("rising"), "from": from.json, "to": to.json])
        }
    }
}

extension Curve.Point {
    fileprivate var json: JSONValue { .object(["step": .integer(step), "value": .real(value)]) }
}
