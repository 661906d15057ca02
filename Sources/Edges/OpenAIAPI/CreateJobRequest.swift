package import FineTuning
package import JSONText
import JobJSON

/// What a job is made from; what is nil is left out, since the API refuses nulls.
package struct CreateJobRequest: Sendable, Hashable {
    /// A base snapshot or an earlier `ft:` model.
    package var model: ModelName
    /// Uploaded with purpose `fine-tune`.
    package var trainingFile: FileID
    /// Uploaded with purpose `fine-tune`.
    package var validationFile: FileID?
    /// 1 to 64 characters.
    package var suffix: String?
    /// 0 to 2147483647.
    package var seed: Int64?
    /// `supervised`, `dpo` or `reinforcement`; nil leaves it to the server.
    package var method: String?
    /// What is nil is the server's choice, as `auto` is.
    package var hyperparameters: Hyperparameters
    /// For `reinforcement`.
    package var grader: JSONValue?
    /// At most 16 pairs.
    package var metadata: [MetadataPair]
    /// Members that replace or join those above, for servers with words of their own.
    package var extra: JSONObject

    package init(
        model: ModelName, trainingFile: FileID, validationFile: FileID? = nil, suffix: String? = nil,
        seed: Int64? = nil,
        method: String? = nil, hyperparameters: Hyperparameters = Hyperparameters(), grader: JSONValue? = nil,
        metadata: [MetadataPair] = [], extra: JSONObject = [:]
    ) {
        self.model = model
        self.trainingFile = trainingFile
        self.validationFile = validationFile
        self.suffix = suffix
        self.seed = seed
        self.method = method
        self.hyperparameters = hyperparameters
        self.grader = grader
        self.metadata = metadata
        self.extra = extra
    }

    /// The body of `POST /fine_tuning/jobs`.
    package var json: JSONValue {
        var body: JSONObject = ["model": .string(model.rawValue), "training_file": .string(trainingFile.rawValue)]
        body["validation_file"] = validationFile.map { .string($0.rawValue) }
        body["suffix"] = suffix.map(JSONValue.string)
        body["seed"] = seed.map(JSONValue.integer)
        body["method"] = hyperparameters.methodJSON(named: method, grader: grader)
        if !metadata.isEmpty { body["metadata"] = .object(metadata.json) }
        for member in extra.members { body[member.key] = member.value }
        return .object(body)
    }
}
