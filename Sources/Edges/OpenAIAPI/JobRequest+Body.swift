import FineTuning
import JSONText

extension JobRequest {
    /// The body of `POST /fine_tuning/jobs`; what is nil is left out, since the API refuses nulls.
    ///
    /// - Parameter extra: members that replace or join the request's own, for servers with words of their own.
    /// - Throws: what is wrong with the grader's text.
    func body(adding extra: JSONObject) throws(JSONSyntaxError) -> JSONValue {
        var body: JSONObject = ["model": .string(model.rawValue), "training_file": .string(trainingFile.rawValue)]
        body["validation_file"] = validationFile.map { .string($0.rawValue) }
        body["suffix"] = suffix.map(JSONValue.string)
        body["seed"] = seed.map(JSONValue.integer)
        body["method"] = try methodJSON()
        if !metadata.isEmpty {
            body["metadata"] = .object(
                JSONObject(members: metadata.map { JSONObject.Member(key: $0.key, value: .string($0.value)) }))
        }
        for member in extra.members { body[member.key] = member.value }
        return .object(body)
    }

    private func methodJSON() throws(JSONSyntaxError) -> JSONValue? {
        var knobs: JSONObject = [:]
        knobs["n_epochs"] = hyperparameters.epochs.map(Self.json)
        knobs["batch_size"] = hyperparameters.batchSize.map(Self.json)
        knobs["learning_rate_multiplier"] = hyperparameters.learningRateMultiplier.map(Self.json)
        knobs["beta"] = hyperparameters.beta.map(Self.json)
        guard method != nil || !knobs.members.isEmpty || grader != nil else { return nil }
        let name = method ?? "supervised"
        var details: JSONObject = [:]
        if let grader { details["grader"] = try JSONValue.parse(grader) }
        if !knobs.members.isEmpty { details["hyperparameters"] = .object(knobs) }
        var result: JSONObject = ["type": .string(name)]
        if !details.members.isEmpty { result[name] = .object(details) }
        return .object(result)
    }

    private static func json(_ setting: Hyperparameters.Setting) -> JSONValue {
        switch setting {
        case .auto: .string("auto")
        case .value(let text): .number(JSONNumber(text: text))
        }
    }
}
