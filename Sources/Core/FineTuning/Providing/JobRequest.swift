/// What a job is made from; what is nil is left to the server.
public struct JobRequest: Hashable, Sendable {
    /// A base snapshot or an earlier `ft:` model.
    public var model: ModelName
    /// Uploaded for fine-tuning.
    public var trainingFile: FileID
    /// Uploaded for fine-tuning.
    public var validationFile: FileID?
    /// 1 to 64 characters.
    public var suffix: String?
    /// From 0 to 2,147,483,647.
    public var seed: Int64?
    /// `supervised`, `dpo` or `reinforcement`; nil leaves it to the server.
    public var method: String?
    /// What is nil is the server's choice, as `auto` is.
    public var hyperparameters: Hyperparameters
    /// The absolute learning rate, as JSON text, for servers that want it beside or instead of a multiplier.
    public var learningRate: String?
    /// For `reinforcement`: the grader as JSON text, as the API takes it.
    public var grader: String?
    /// At most 16 pairs.
    public var metadata: [MetadataPair]

    /// Describes a job to be made.
    public init(
        model: ModelName, trainingFile: FileID, validationFile: FileID? = nil, suffix: String? = nil,
        seed: Int64? = nil, method: String? = nil, hyperparameters: Hyperparameters = Hyperparameters(),
        learningRate: String? = nil, grader: String? = nil, metadata: [MetadataPair] = []
    ) {
        self.model = model
        self.trainingFile = trainingFile
        self.validationFile = validationFile
        self.suffix = suffix
        self.seed = seed
        self.method = method
        self.hyperparameters = hyperparameters
        self.learningRate = learningRate
        self.grader = grader
        self.metadata = metadata
    }
}
