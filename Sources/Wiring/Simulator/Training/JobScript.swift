import JSONText

/// One thing that happens to a job, at a time of its own clock.
struct ScriptedMoment {
    /// Seconds since the creation, at speed 1.
    let second: Double
    let happening: Happening
}

/// What can happen to a job.
enum Happening {
    /// A line in the log.
    case note(String, type: String = "message", data: JSONValue = .object([:]))
    /// The files are good.
    case queued
    /// Training begins; `auto` becomes numbers.
    case started(TrainingPlan)
    /// A step is done.
    case step(Int)
    /// An epoch is done.
    case checkpoint(step: Int)
    /// The tuned model has its name.
    case modelCreated
    /// Everything is done.
    case succeeded
    /// The files were refused.
    case failed(ErrorReply)
    /// Somebody has ended it.
    case cancelled
}

/// The life of a job, worked out when it is created (API reference, section 2.3): about ten minutes at speed 1.
enum JobScript {
    /// From training start to the last step.
    private static let firstStep = 60.0
    private static let lastStep = 540.0

    /// A job whose files are good.
    static func success(plan: TrainingPlan) -> ArraySlice<ScriptedMoment> {
        var moments = [
            ScriptedMoment(second: 30, happening: .queued),
            ScriptedMoment(second: 33, happening: .started(plan)),
        ]
        let total = plan.totalSteps
        for step in plan.reportedSteps {
            let second = firstStep + (lastStep - firstStep) * Double(step) / Double(total)
            moments.append(ScriptedMoment(second: second, happening: .step(step)))
            if step % plan.stepsPerEpoch == 0 {
                moments.append(ScriptedMoment(second: second, happening: .checkpoint(step: step)))
            }
        }
        moments += [
            ScriptedMoment(second: 560, happening: .modelCreated),
            ScriptedMoment(
                second: 561, happening: .note("Evaluating model against our usage policies", data: .null)),
            ScriptedMoment(
                second: 588, happening: .note("Moderation checks passed.", type: "moderation_checks", data: .null)),
            ScriptedMoment(second: 590, happening: .succeeded),
        ]
        return moments[...]
    }

    /// A job whose files are rejected, as real ones are half a minute after the creation.
    static func rejection(_ error: ErrorReply) -> ArraySlice<ScriptedMoment> {
        [ScriptedMoment(second: 35, happening: .failed(error))]
    }

    /// When the job will be done, in seconds of its clock.
    static let length = 590.0
}
