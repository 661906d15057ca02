package import FineTuning
package import JSONText

extension Job {
    /// Reads a `fine_tuning.job` as servers really send it (API reference, section 2.1).
    ///
    /// Needs id, object, status and created_at; whatever else is missing, null or of another type counts as unknown.
    package init?(wire: JSONValue, raw: String? = nil) {
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
            raw: raw ?? wire.compactText)
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

    /// ``json`` with further members, as spaced text: what the API sent and nobody reads is copied as it is.
    package func spacedJSON(adding members: [JSONObject.Member]) -> [UInt8] {
        // A `beta` that the job has is written into the object that was received, which only the whole way can.
        if hyperparameters.beta == nil {
            var changes: [JSONWriter.Change] = []
            let facts = facts.members
            changes.reserveCapacity(facts.count + 2 + members.count)
            for fact in facts { changes.append(JSONWriter.Change(fact)) }
            changes.append(
                JSONWriter.Change("result_files", unless: .value) {
                    .array(resultFiles.map { .string($0.rawValue) })
                })
            changes.append(
                JSONWriter.Change("hyperparameters", unless: .object) {
                    var knobs = hyperparameters.json(missing: .null)
                    knobs["beta"] = nil
                    return .object(knobs)
                })
            for member in members { changes.append(JSONWriter.Change(member)) }
            if let text = JSONWriter.spaced(raw, with: changes) ?? JSONWriter.spaced("{}", with: changes) {
                return text
            }
        }
        var object = json
        for member in members { object[member.key] = member.value }
        return JSONWriter.bytes(.object(object), style: .spaced)
    }

    /// What every form of a job says of it, under the API's names; what is unknown is null.
    package var facts: JSONObject { Self.facts.object(self) }

    private static let facts: JSONFields<Job> = [
        JSONField("id", "the job's id") { .string($0.id.rawValue) },
        JSONField("created_at", "when it was created") { .integer($0.createdAt.seconds) },
        JSONField("status", "as the API words it: validating_files, queued, running, succeeded, failed, …") {
            .string($0.status.word)
        },
        JSONField("model", "the base model") { .string($0.model.rawValue) },
        JSONField("training_file", "the id of the training file") { .text($0.trainingFile?.rawValue) },
        JSONField("validation_file", "the id of the validation file") { .text($0.validationFile?.rawValue) },
        JSONField("finished_at", "when it ended, as the API says") { .seconds($0.finishedAt) },
        JSONField("fine_tuned_model", "the tuned model's name") { .text($0.fineTunedModel?.rawValue) },
        .object("error", "why it failed, in the API's words", JobError.fields) { $0.error },
        JSONField("trained_tokens", "tokens trained on, all epochs together") { .optional($0.trainedTokens) },
        JSONField("estimated_finish", "when the API expects it to end") { .seconds($0.estimatedFinish) },
        JSONField("seed", "the seed of the training") { .optional($0.seed) },
    ]

    /// What the manual says of the keys of ``json``; all else that the API sent stands between them.
    package static let notes: [JSONFieldNote] =
        facts.notes + [
            JSONFieldNote(key: "result_files", meaning: "ids of the files with the numbers of each step"),
            JSONFieldNote(
                key: "hyperparameters",
                meaning: "n_epochs, batch_size, learning_rate_multiplier, beta: a number or auto"
            ),
        ]
}

extension JobError {
    /// Reads `error`: null, `{}` and an object of nulls are no error; a bare string is a message.
    package init?(wire: JSONValue) {
        self.init(
            code: wire["code"]?.word, message: wire["message"]?.word ?? wire.string.flatMap { $0.isEmpty ? nil : $0 },
            param: wire["param"]?.word)
    }

    /// The API's object; what it did not say is null.
    package var json: JSONValue { .object(Self.fields.object(self)) }

    /// Its keys.
    package static let fields: JSONFields<JobError> = [
        JSONField("code", "the API's word for it") { .text($0.code) },
        JSONField("message", "the sentence") { .text($0.message) },
        JSONField("param", "what it is about") { .text($0.param) },
    ]
}
