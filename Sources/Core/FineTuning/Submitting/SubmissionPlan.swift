/// What a user wants submitted: the data, and everything the create call will say.
public struct SubmissionPlan: Hashable, Sendable {
    /// A local data file, named by its content.
    public struct DataFile: Hashable, Sendable {
        /// Absolute path; only the user's own `ftctl` can read it.
        public var path: String
        /// Size in bytes.
        public var bytes: Int64
        /// SHA-256 of the content, 64 hexadecimal digits in lower case.
        public var sha256: String

        /// Describes a data file.
        public init(path: String, bytes: Int64, sha256: String) {
            self.path = path
            self.bytes = bytes
            self.sha256 = sha256
        }

        /// The last part of the path.
        public var filename: String { path.split(separator: "/").last.map(String.init) ?? path }

        /// The name that the file gets at the API, which refuses any that does not end in `.jsonl` in small letters.
        public var uploadName: String {
            let name = filename
            guard !name.hasSuffix(".jsonl") else { return name }
            let endings = [".jsonl", ".json", ".jsonlines", ".ndjson", ".txt"]
            let ending = endings.first { name.count > $0.count && name.lowercased().hasSuffix($0) }
            return String(name.dropLast(ending?.count ?? 0)) + ".jsonl"
        }
    }

    /// How the model is trained.
    public enum Method: String, Hashable, Sendable, CaseIterable {
        /// On whole conversations.
        case supervised
        /// On pairs of a preferred and a rejected answer.
        case preference = "dpo"
        /// On answers that a grader judges while the model learns.
        case reinforcement
    }

    /// Where the job is created.
    public var account: AccountName
    /// The model to tune.
    public var model: ModelName
    /// What it learns from.
    public var training: DataFile
    /// What it is measured on, if anything.
    public var validation: DataFile?
    /// The user's part of the tuned model's name, 1 to 64 characters.
    public var suffix: String?
    /// How the model is trained.
    public var method: Method
    /// For `reinforcement`: the grader as JSON text, as the API takes it.
    public var grader: String?
    /// Only what the user set is sent; the rest is left to the server, which means `auto`.
    public var hyperparameters: Hyperparameters
    /// The absolute learning rate, as JSON text; OpenAI takes a multiplier only.
    public var learningRate: String?
    /// From 0 to 2,147,483,647.
    public var seed: Int64?
    /// The user's own pairs; `ftd_submission` is added to them.
    public var metadata: [MetadataPair]
    /// Whether the upload stays at the API when the create call is refused.
    public var keepsFile: Bool

    /// Describes a submission.
    public init(
        account: AccountName = .default, model: ModelName, training: DataFile, validation: DataFile? = nil,
        suffix: String? = nil, method: Method = .supervised, grader: String? = nil,
        hyperparameters: Hyperparameters = Hyperparameters(),
        learningRate: String? = nil, seed: Int64? = nil, metadata: [MetadataPair] = [], keepsFile: Bool = false
    ) {
        self.account = account
        self.model = model
        self.training = training
        self.validation = validation
        self.suffix = suffix
        self.method = method
        self.grader = grader
        self.hyperparameters = hyperparameters
        self.learningRate = learningRate
        self.seed = seed
        self.metadata = metadata
        self.keepsFile = keepsFile
    }

    /// The metadata key under which a job carries its submission's id.
    public static let metadataKey = "ftd_submission"
}
