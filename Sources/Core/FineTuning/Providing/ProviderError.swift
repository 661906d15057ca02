/// Why a call of a fine-tuning server failed: a kind for decisions, printable text for people.
///
/// The edge that made the call makes this error, and all its text: printable, bounded, without keys.
public struct ProviderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What answered.
    public enum Voice: Hashable, Sendable {
        /// The API itself, in its own shape: only this may end, delete or give up anything.
        case api
        /// Something that answers in its place: a proxy, a gateway, a login page. Nothing follows from it.
        case other
        /// Nobody: there was no answer, or none was waited for.
        case none
    }

    /// What was asked for.
    public let operation: ProviderOperation
    /// The id of the thing it was about.
    public let object: String?
    /// What to do about it.
    public let kind: FailureKind
    /// What answered.
    public let voice: Voice
    /// The HTTP status; nil without an answer.
    public let status: Int?
    /// The API's code for programs, for example `model_not_found`.
    public let code: String?
    /// The API's message word for word, or the edge's own cause.
    public let message: String?
    /// The field that was wrong.
    public let param: String?
    /// The id under which the server's own people find the request.
    public let requestID: String?
    /// What an operator can do about it.
    public let hint: String?
    /// Whether the server may have done what was asked, in spite of the error.
    ///
    /// False proves that a create made no job: nothing was sent, or the API refused in its own words.
    public let mayHaveHappened: Bool

    /// Takes text that is printable and bounded already.
    public init(
        operation: ProviderOperation, object: String? = nil, kind: FailureKind, voice: Voice, status: Int? = nil,
        code: String? = nil, message: String? = nil, param: String? = nil, requestID: String? = nil,
        hint: String? = nil, mayHaveHappened: Bool
    ) {
        self.operation = operation
        self.object = object
        self.kind = kind
        self.voice = voice
        self.status = status
        self.code = code
        self.message = message
        self.param = param
        self.requestID = requestID
        self.hint = hint
        self.mayHaveHappened = mayHaveHappened
    }

    /// Whether the same call may succeed later without anybody's help.
    public var isRetryable: Bool { kind.isRetryable }

    /// Whether this is the API's own word: a page of a proxy concludes nothing.
    public var isOwnWords: Bool { voice == .api }

    /// For example `could not get job ftjob-1: 404 model_not_found: The model … (request req_7)`.
    public var description: String {
        var text = "could not \(operation.rawValue)"
        if let object { text += " \(object)" }
        let cause = [status.map(String.init), code].compactMap { $0 }.joined(separator: " ")
        text += ([cause] + [message].compactMap { $0 }).filter { !$0.isEmpty }.map { ": \($0)" }.joined()
        if let requestID { text += " (request \(requestID))" }
        return hint.map { "\(text); \($0)" } ?? text
    }
}

/// The calls of a fine-tuning server as the end of a sentence that begins with "could not".
public enum ProviderOperation: String, Sendable, CaseIterable {
    /// ``Provider/listJobs(after:limit:metadata:)``
    case listJobs = "list the jobs"
    /// ``Provider/job(_:)``
    case getJob = "get job"
    /// ``Provider/createJob(_:)``
    case createJob = "create the job"
    /// ``Provider/cancelJob(_:)``
    case cancelJob = "cancel job"
    /// ``Provider/pauseJob(_:)``
    case pauseJob = "pause job"
    /// ``Provider/resumeJob(_:)``
    case resumeJob = "resume job"
    /// ``Provider/events(of:after:limit:)``
    case listEvents = "list the events of job"
    /// ``Provider/checkpoints(of:after:limit:)``
    case listCheckpoints = "list the checkpoints of job"
    /// ``Provider/uploadFile(path:size:filename:progress:)``
    case uploadFile = "upload the file"
    /// ``Provider/file(_:)``
    case getFile = "get file"
    /// ``Provider/listFiles(after:limit:purpose:)``
    case listFiles = "list the files"
    /// ``Provider/deleteFile(_:)``
    case deleteFile = "delete file"
    /// ``Provider/downloadFile(_:largest:timeout:receive:)``
    case getFileContent = "download file"
    /// ``Provider/models()``
    case listModels = "list the models"
    /// ``Provider/model(_:)``
    case getModel = "get model"
    /// ``Provider/deleteModel(_:)``
    case deleteModel = "delete model"
    /// ``OrganizationProvider/organizationCosts(from:until:page:)``
    case organizationCosts = "read the organization's costs"
    /// ``OrganizationProvider/organizationUsage(from:until:page:)``
    case organizationUsage = "read the organization's usage"
    /// ``ModerationProvider/moderate(_:)``
    case moderate = "moderate"
    /// ``Provider/chat(_:)``
    case chat = "ask model"
}
