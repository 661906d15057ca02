import FineTuning
import HTTPServer
import JSONText

/// How a simulator words its answers: as the server does that it is like.
struct ServerVoice: Sendable {
    let likeness: ServerLikeness
    /// Whether only the words and shapes of the published schema are used.
    let isStrict: Bool
    let organization: String
    /// What a healthy job's `error` is: the same for all of them.
    ///
    /// Three were seen: `{}`, an object of nulls, and null, which the schema has.
    let noError: JSONValue

    init(_ settings: SimulatedAPI.Parameters, organization: String) {
        likeness = settings.likeness
        isStrict = settings.isStrict
        self.organization = organization
        let isOdd = settings.likeness == .openai && !settings.isStrict
        switch isOdd ? settings.seed % 3 : 2 {
        case 0: noError = .object([:])
        case 1: noError = .object(["code": .null, "message": .null, "param": .null])
        default: noError = .null
        }
    }

    /// Changes a job's members, which are OpenAI's, to those of the server.
    func word(_ object: inout JSONObject, of job: SimulatedJob) {
        switch likeness {
        case .openai: if isStrict { makeStrict(&object) }
        case .azure:
            object["organization_id"] = .null
            if job.resultFiles.isEmpty { object["result_files"] = .null }
            if job.status == .validatingFiles { object["status"] = .string("pending") }
            object["suffix"] = .text(job.request.suffix)
            object["trainingType"] = job.request.trainingType.map(JSONValue.string)
            remove(["user_provided_suffix", "usage_metrics", "shared_with_openai", "eval_id"], of: &object)
        case .nebius:
            object["organization_id"] = .string("")
            object["suffix"] = .text(job.request.suffix)
            object["trained_steps"] = .integer(job.trainedSteps)
            object["total_steps"] = .integer(job.plan?.totalSteps ?? 0)
            object["hyperparameters"] = .object(job.request.hyperparameters)
            object["method"] = .object([
                "type": .string("supervised"),
                "supervised": .object(["hyperparameters": .object(job.request.hyperparameters)]),
            ])
            remove(
                [
                    "fine_tuned_model", "metadata", "user_provided_suffix", "usage_metrics", "shared_with_openai",
                    "eval_id",
                ], of: &object)
        case .fastapi:
            object["organization_id"] = .string("")
            remove(
                [
                    "metadata", "user_provided_suffix", "usage_metrics", "shared_with_openai", "eval_id", "method",
                    "integrations", "estimated_finish",
                ], of: &object)
        }
    }

    /// The published schema has no `paused`, and `hyperparameters` is an object whatever the method is.
    private func makeStrict(_ object: inout JSONObject) {
        if object["status"]?.string == "paused" { object["status"] = .string("queued") }
        if object["hyperparameters"]?.isNull == true, let type = object["method"]?["type"]?.string {
            object["hyperparameters"] = object["method"]?[type]?["hyperparameters"]
        }
        remove(["user_provided_suffix", "usage_metrics", "shared_with_openai", "eval_id"], of: &object)
    }

    private func remove(_ keys: [String], of object: inout JSONObject) {
        for key in keys { object[key] = nil }
    }

    /// A line of a job's log.
    func event(_ event: SimulatedEvent) -> JSONValue {
        guard var object = event.json.object else { return .null }
        switch likeness {
        case .openai:
            if isStrict, event.type == "moderation_checks" { object["type"] = .string("message") }
        case .azure, .nebius: break
        case .fastapi:
            // Such servers hand on what their trainer logs.
            if let loss = event.data["train_loss"] {
                object["data"] = .object(["step": event.data["step"] ?? .null, "loss": loss])
            }
        }
        return .object(object)
    }

    /// A model that was saved on the way.
    func checkpoint(_ checkpoint: SimulatedCheckpoint) -> JSONValue {
        guard likeness == .nebius, var object = checkpoint.json.object else { return checkpoint.json }
        object["fine_tuned_model_checkpoint"] = .string("")
        object["result_files"] = .array(checkpoint.files.map(JSONValue.string))
        return .object(object)
    }

    /// An answer of an error.
    func response(to error: ErrorReply) -> ServerResponse {
        guard likeness.hasDetail else { return error.response }
        guard error.status == 400, let param = error.param else {
            return .json(.object(["detail": .string(error.message)]), status: error.status)
        }
        let place = ["limit", "after", "order"].contains(param) ? "query" : "body"
        let location = [place] + param.split(separator: ".").map(String.init)
        return .json(
            .object([
                "detail": .array([
                    .object([
                        "loc": .array(location.map(JSONValue.string)), "msg": .string(error.message),
                        "type": .string("value_error"),
                    ])
                ])
            ]), status: 422)
    }
}
