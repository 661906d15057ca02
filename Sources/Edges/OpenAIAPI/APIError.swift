package import FineTuning
import HTTPClient
import Text

/// Why a call of the API failed: a sentence for people, a kind for decisions.
package struct APIError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was asked for.
    package let operation: APIOperation
    /// The id of the thing it was about.
    package let object: String?
    /// What to do about it.
    package let kind: FailureKind
    /// The HTTP status; nil without an answer.
    package let status: Int?
    /// `error.code`, made printable.
    package let code: String?
    /// `error.message` word for word, or our own cause; printable, at most 500 characters, without keys.
    package let message: String?
    /// `error.param`, made printable.
    package let param: String?
    /// The `x-request-id` header: what OpenAI's support asks for.
    package let requestID: String?
    /// Whether the server may have done what was asked, in spite of the error.
    ///
    /// False proves that a create made no job: nothing was sent, or the API refused in its own words.
    package let mayHaveHappened: Bool

    package init(
        operation: APIOperation, object: String? = nil, kind: FailureKind, status: Int? = nil, code: String? = nil,
        message: String? = nil, param: String? = nil, requestID: String? = nil, mayHaveHappened: Bool = false
    ) {
        self.operation = operation
        self.object = object
        self.kind = kind
        self.status = status
        self.code = code.flatMap { $0.isEmpty ? nil : $0.printable(limit: 100) }
        self.message = message?.printable(limit: 500)
        self.param = param?.printable(limit: 100)
        self.requestID = requestID?.printable(limit: 100)
        self.mayHaveHappened = mayHaveHappened
    }

    /// Whether the same call may succeed later without anybody's help.
    package var isRetryable: Bool { kind.isRetryable }

    /// For example `could not get job ftjob-1: 404 model_not_found: The model … (request req_7)`.
    package var description: String {
        var text = "could not \(operation.rawValue)"
        if let object { text += " \(object.printable)" }
        let cause = [status.map(String.init), code].compactMap { $0 }.joined(separator: " ")
        text += ([cause] + [message].compactMap { $0 }).filter { !$0.isEmpty }.map { ": \($0)" }.joined()
        if let requestID { text += " (request \(requestID))" }
        return hint.map { "\(text); \($0)" } ?? text
    }

    private var hint: String? {
        switch kind {
        case .unauthorized: "check the API key of this account"
        case .forbidden(code: "training_not_available"):
            "this organization can no longer create fine-tuning jobs here; another server can be configured"
        case .forbidden: "the key may not do this: check its permissions, organization and project"
        case .quota: "check plan and billing; waiting does not help"
        case .limitReached: "the limit of jobs is reached; it frees itself with time"
        case .rateLimited(let delay): delay.map { "the server asks to wait \($0.components.seconds) s" }
        case .notTheAPI: "check base-url, and whether a proxy or a login page is in the way"
        case .unreachable: "check base-url and the network"
        case .notFound, .invalidRequest, .server, .badReply, .cancelled: nil
        }
    }
}

/// The calls of the API as the end of a sentence that begins with "could not".
package enum APIOperation: String, Sendable, CaseIterable {
    case listJobs = "list the jobs"
    case getJob = "get job"
    case createJob = "create the job"
    case cancelJob = "cancel job"
    case pauseJob = "pause job"
    case resumeJob = "resume job"
    case listEvents = "list the events of job"
    case listCheckpoints = "list the checkpoints of job"
    case uploadFile = "upload the file"
    case getFile = "get file"
    case listFiles = "list the files"
    case deleteFile = "delete file"
    case getFileContent = "download file"
    case listModels = "list the models"
    case getModel = "get model"
    case chat = "ask model"
}
