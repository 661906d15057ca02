/// One fine-tuning job as the API showed it at one moment.
public struct Job: Hashable, Sendable {
    /// `ftjob-…`.
    public var id: JobID
    /// When the API made it.
    public var createdAt: UnixTime
    /// The API's word.
    public var status: JobStatus
    /// The model that is tuned: a base snapshot or an earlier `ft:` model.
    public var model: ModelName
    /// The file it learns from.
    public var trainingFile: FileID?
    /// The file it is measured on, if any.
    public var validationFile: FileID?
    /// Null on some failed jobs too: never the test for being finished.
    public var finishedAt: UnixTime?
    /// Set on success; null after a failure.
    public var fineTunedModel: ModelName?
    /// Nil for all three healthy shapes the API sends: `null`, `{}` and an object of nulls.
    public var error: JobError?
    /// The organization's id, `org-…`.
    public var organization: String?
    /// Empty until success.
    public var resultFiles: [FileID]
    /// Billed tokens; null until the job is done.
    public var trainedTokens: Int64?
    /// The API's guess; 0 in some replies counts as none.
    public var estimatedFinish: UnixTime?
    /// The seed the job ran with; absent on jobs from before 2024-04.
    public var seed: Int64?
    /// `supervised`, `dpo`, `reinforcement` or a newer word; absent on old jobs.
    public var method: String?
    /// The training knobs, wherever the reply had them.
    public var hyperparameters: Hyperparameters
    /// Sorted by key.
    public var metadata: [MetadataPair]
    /// The user's part of the tuned model's name.
    public var suffix: String?
    /// The API's object as compact JSON text, written anew: members, order and numbers are as received.
    public var raw: String

    package init(
        id: JobID, createdAt: UnixTime, status: JobStatus, model: ModelName, trainingFile: FileID? = nil,
        validationFile: FileID? = nil, finishedAt: UnixTime? = nil, fineTunedModel: ModelName? = nil,
        error: JobError? = nil, organization: String? = nil, resultFiles: [FileID] = [], trainedTokens: Int64? = nil,
        estimatedFinish: UnixTime? = nil, seed: Int64? = nil, method: String? = nil,
        hyperparameters: Hyperparameters = Hyperparameters(), metadata: [MetadataPair] = [], suffix: String? = nil,
        raw: String = "{}"
    ) {
        self.id = id
        self.createdAt = createdAt
        self.status = status
        self.model = model
        self.trainingFile = trainingFile
        self.validationFile = validationFile
        self.finishedAt = finishedAt
        self.fineTunedModel = fineTunedModel
        self.error = error
        self.organization = organization
        self.resultFiles = resultFiles
        self.trainedTokens = trainedTokens
        self.estimatedFinish = estimatedFinish
        self.seed = seed
        self.method = method
        self.hyperparameters = hyperparameters
        self.metadata = metadata
        self.suffix = suffix
        self.raw = raw
    }

    /// When the job ended: `finished_at`, or its creation where the API left that null.
    public var endedAt: UnixTime? { status.isTerminal ? finishedAt ?? createdAt : nil }
}

/// Why a job failed, in the API's own words: the set of codes is open, so all three are shown verbatim.
public struct JobError: Hashable, Sendable {
    /// For programs, for example `invalid_training_file`.
    public var code: String?
    /// A sentence, in the API's own words.
    public var message: String?
    /// The field that was wrong.
    public var param: String?

    /// Nil when there is neither code nor message: then the API reported no error.
    public init?(code: String?, message: String?, param: String?) {
        guard code != nil || message != nil else { return nil }
        self.code = code
        self.message = message
        self.param = param
    }
}

/// The training knobs as the job shows them: `auto` before the start, numbers after, missing on some jobs.
public struct Hyperparameters: Hashable, Sendable {
    /// One knob.
    public enum Setting: Hashable, Sendable, CustomStringConvertible {
        /// The server chooses.
        case auto
        /// The number as the JSON had it.
        case value(String)

        /// `auto` or the number.
        public var description: String {
            switch self {
            case .auto: "auto"
            case .value(let text): text
            }
        }
    }

    /// Passes over the file, from 1 to 50.
    public var epochs: Setting?
    /// Examples a step, from 1 to 256.
    public var batchSize: Setting?
    /// Greater than 0.
    public var learningRateMultiplier: Setting?
    /// Preference tuning only.
    public var beta: Setting?

    /// Nil leaves a knob to the server.
    public init(
        epochs: Setting? = nil, batchSize: Setting? = nil, learningRateMultiplier: Setting? = nil, beta: Setting? = nil
    ) {
        self.epochs = epochs
        self.batchSize = batchSize
        self.learningRateMultiplier = learningRateMultiplier
        self.beta = beta
    }
}

/// One pair of a job's metadata.
public struct MetadataPair: Hashable, Sendable {
    /// At most 64 characters.
    public var key: String
    /// At most 512 characters.
    public var value: String

    /// Takes any key and value.
    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}
