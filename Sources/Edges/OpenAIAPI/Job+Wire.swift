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
            hyperparameters: Hyperparameters(job: wire),
            metadata: Self.metadata(wire["metadata"]),
            suffix: wire["user_provided_suffix"]?.word ?? wire["suffix"]?.word,
            raw: wire.received)
    }

    private static func metadata(_ value: JSONValue?) -> [MetadataPair] {
        var pairs: [String: String] = [:]
        for member in value?.object?.members ?? [] { pairs[member.key] = member.value.string ?? member.value.received }
        return pairs.map { MetadataPair(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
    }
}

extension JobError {
    /// Reads `error`: null, `{}` and an object of nulls are no error; a bare string is a message.
    init?(wire: JSONValue) {
        self.init(
            code: wire["code"]?.word, message: wire["message"]?.word ?? wire.string.flatMap { $0.isEmpty ? nil : $0 },
            param: wire["param"]?.word)
    }
}

extension Hyperparameters {
    /// Each knob from `hyperparameters`, or else from the method's own; both may be null or missing.
    init(job: JSONValue) {
        let method = job["method"]?["type"]?.string.flatMap { job["method"]?[$0]?["hyperparameters"] }
        func knob(_ name: String) -> Setting? {
            job["hyperparameters"]?[name].flatMap(Setting.init(wire:)) ?? method?[name].flatMap(Setting.init(wire:))
        }
        self.init(
            epochs: knob("n_epochs"), batchSize: knob("batch_size"),
            learningRateMultiplier: knob("learning_rate_multiplier"), beta: knob("beta"))
    }
}

extension Hyperparameters.Setting {
    /// `auto`, or a number greater than 0; old servers send -1 for "not known".
    init?(wire: JSONValue) {
        if wire.string == "auto" {
            self = .auto
        } else if let text = wire.word, let number = Double(text), number.isFinite, number > 0 {
            self = .value(text)
        } else {
            return nil
        }
    }
}
