import FineTuning
import HTTPServer
import JSONText

/// A fine-tuning job of the simulator.
struct SimulatedJob {
    /// What the creator asked for.
    var request: RequestedJob
    var id: String
    var createdAt: UnixTime
    var seed: Int64
    /// What it learns from, kept although the file may be deleted; nil for injected jobs.
    var content: ServerBody?
    var status: JobStatus = .validatingFiles
    /// Why it failed.
    var failure: ErrorReply?
    var finishedAt: UnixTime?
    var estimatedFinish: UnixTime?
    /// The tuned model's name from its first checkpoint on.
    var tunedName: String?
    /// The name as the job shows it: from success on.
    var fineTunedModel: String?
    var resultFiles: [String] = []
    var trainedTokens: Int64?
    /// Known from the start on.
    var plan: TrainingPlan?
    /// Oldest first.
    var events: [SimulatedEvent] = []
    /// Oldest first; the last three epochs.
    var checkpoints: [SimulatedCheckpoint] = []
    /// What is still to come, soonest first.
    var script: ArraySlice<ScriptedMoment> = []
    /// The wall-clock moment at which the script's time is zero; pausing moves it.
    var origin: UnixTime
    /// Draws the ids of all that comes of it, whatever happens to others meanwhile.
    var generator: SeededGenerator
    /// The last step that is done.
    var trainedSteps = 0
    /// Since when it is paused.
    var pausedAt: UnixTime?
    /// Members that replace what is shown, for injected jobs.
    var overrides = JSONObject()
    /// Members that are not shown at all.
    var removed: Set<String> = []

    /// As the server shows it.
    func json(in voice: ServerVoice) -> JSONValue {
        var object: JSONObject = [
            "object": .string("fine_tuning.job"),
            "id": .string(id),
            "model": .string(request.model),
            "created_at": .integer(createdAt.seconds),
            "finished_at": finishedAt.map { .integer($0.seconds) } ?? .null,
            "fine_tuned_model": .text(fineTunedModel),
            "organization_id": .string(voice.organization),
            "result_files": .array(resultFiles.map(JSONValue.string)),
            "status": .string(status.word),
            "validation_file": .text(request.validationFile),
            "training_file": .string(request.trainingFile),
            "hyperparameters": request.method == .supervised ? hyperparameters : .null,
            "trained_tokens": trainedTokens.map(JSONValue.integer) ?? .null,
            "error": failure?.jobError ?? voice.noError,
            "user_provided_suffix": .text(request.suffix),
            "seed": .integer(seed),
            "estimated_finish": estimatedFinish.map { .integer($0.seconds) } ?? .null,
            "integrations": request.integrations,
            "metadata": request.metadata.map(JSONValue.object) ?? .null,
            "usage_metrics": .null,
            "shared_with_openai": .bool(false),
            "eval_id": .null,
            "method": .object([
                "type": .string(request.method.rawValue),
                request.method.rawValue: .object(["hyperparameters": hyperparameters]),
            ]),
        ]
        voice.word(&object, of: self)
        for member in overrides.members { object[member.key] = member.value }
        for key in removed { object[key] = nil }
        return .object(object)
    }

    private var hyperparameters: JSONValue {
        let auto = JSONValue.string("auto")
        var object: JSONObject = [
            "n_epochs": plan.map { .integer($0.epochs) } ?? request.hyperparameters["n_epochs"] ?? auto,
            "batch_size": plan.map { .integer($0.batchSize) } ?? request.hyperparameters["batch_size"] ?? auto,
            "learning_rate_multiplier": plan?.learningRateMultiplier
                ?? request.hyperparameters["learning_rate_multiplier"] ?? auto,
        ]
        if request.method == .dpo {
            object["beta"] = plan?.beta ?? request.hyperparameters["beta"] ?? auto
        }
        return .object(object)
    }
}

/// One line of a job's log.
struct SimulatedEvent {
    var id: String
    var createdAt: UnixTime
    var level = "info"
    var message: String
    var type = "message"
    /// Null, an empty object or metrics, as in real replies.
    var data: JSONValue = .object([:])

    /// As the API shows it.
    var json: JSONValue {
        .object([
            "object": .string("fine_tuning.job.event"), "id": .string(id), "created_at": .integer(createdAt.seconds),
            "level": .string(level), "message": .string(message), "data": data, "type": .string(type),
        ])
    }
}

/// A model saved at the end of an epoch.
struct SimulatedCheckpoint {
    var id: String
    var createdAt: UnixTime
    var model: String
    var job: String
    var metrics: any StepNumbers
    /// The weights, where the server hands them out.
    var files: [String] = []

    /// As the API shows it.
    var json: JSONValue {
        .object([
            "object": .string("fine_tuning.job.checkpoint"), "id": .string(id),
            "created_at": .integer(createdAt.seconds), "fine_tuned_model_checkpoint": .string(model),
            "fine_tuning_job_id": .string(job), "metrics": .object(metrics.json(totalSteps: nil)),
            "step_number": .integer(metrics.step),
        ])
    }
}
