package import FineTuning
package import JSONText

extension Job {
    /// Reads a `fine_tuning.job` as servers really send it (API reference, section 2.1).
    ///
    /// Needs id, object, status and created_at; whatever else is missing, null or of another type counts as unknown.
    package init?(wire: JSONValue) {
        guard wire.isObject("fine_tuning.job"), let id = wire["id"]?.word, let status = wire["status"]?.word,
            let createdAt = wire["created_at"]?.moment
        else { return nil }
        let tokens = wire["trained_tokens"]?.number?.integer
        self.init(
            id: JobID(id), createdAt: createdAt, status: JobStatus(word: status),
            model: ModelName(wire["model"]?.word ?? ""),
            trainingFile: wire["training_file"]?.word.map { FileID($0) },
            validationFile: wire["validation_file"]?.word.map { FileID($0) },
            finishedAt: wire["finished_at"]?.moment,
            fineTunedModel: wire["fine_tuned_model"]?.word.map { ModelName($0) },
            error: wire["error"].flatMap(JobError.init(wire:)),
            organization: wire["organization_id"]?.word,
            resultFiles: (wire["result_files"]?.array ?? []).compactMap { $0.string.map { FileID($0) } },
            trainedTokens: tokens.flatMap { $0 < 0 ? nil : $0 },
            estimatedFinish: wire["estimated_finish"]?.moment,
            seed: wire["seed"]?.number?.integer,
            method: wire["method"]?["type"]?.word ?? wire["method"]?.string,
            hyperparameters: Hyperparameters(wire: wire),
            metadata: [MetadataPair](wire: wire["metadata"]),
            suffix: wire["user_provided_suffix"]?.word ?? wire["suffix"]?.word,
            raw: wire.compactText)
    }

    /// The job under the API's names, for programs: all that the API sent, with what the core read from it written over it.
    ///
    /// A contract: keys are only ever added. What is unknown is null, and an `error` that says nothing is null too.
    package var json: JSONObject {
        var object = JSONObject(received: raw)
        if object.members.isEmpty {
            object = facts
        } else {
            for fact in facts.members { object[fact.key] = fact.value }
        }
        if object["result_files"] == nil {
            object["result_files"] = .array(resultFiles.map { .string($0.rawValue) })
        }
        // The API has `beta` in the method's own object only, where fewer look for it.
        let known = hyperparameters.json(missing: .null)
        var knobs = object["hyperparameters"]?.object ?? known
        if object["hyperparameters"]?.object == nil || knobs["beta"] == nil {
            knobs["beta"] = hyperparameters.beta == nil ? nil : known["beta"]
            object["hyperparameters"] = .object(knobs)
        }
        return object
    }

    /// What every form of a job says of it, under the API's names; what is unknown is null.
    package var facts: JSONObject {
        [
            "id": .string(id.rawValue), "created_at": .integer(createdAt.seconds), "status": .string(status.word),
            "model": .string(model.rawValue), "training_file": .text(trainingFile?.rawValue),
            "validation_file": .text(validationFile?.rawValue), "finished_at": .seconds(finishedAt),
            "fine_tuned_model": .text(fineTunedModel?.rawValue), "error": error?.json ?? .null,
            "trained_tokens": .optional(trainedTokens), "estimated_finish": .seconds(estimatedFinish),
            "seed": .optional(seed),
        ]
    }
}

extension JobError {
    /// Reads `error`: null, `{}` and an object of nulls are no error; a bare string is a message.
    package init?(wire: JSONValue) {
        self.init(
            code: wire["code"]?.word, message: wire["message"]?.word ?? wire.string.flatMap { $0.isEmpty ? nil : $0 },
            param: wire["param"]?.word)
    }

    /// The API's object; what it did not say is null.
    package var json: JSONValue {
        .object(["code": .text(code), "message": .text(message), "param": .text(param)])
    }
}
