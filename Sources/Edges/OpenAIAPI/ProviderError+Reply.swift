import FineTuning
import HTTPClient

extension ProviderError {
    /// An error of a call that got no answer.
    init(_ error: HTTPTransportError, for call: OpenAIClient.Call) {
        let kind: FailureKind =
            switch error.kind {
            case .couldNotResolve, .couldNotConnect, .timedOut, .tls, .untrusted, .proxyRefused, .cutShort, .noLibrary,
                .other:
                .unreachable
            case .tooLarge: .badReply
            case .cancelled: .cancelled
            // Settings, files and callers' own doings: the same call fails again.
            case .badURL, .badHeader, .plainHTTPRefused, .addressRefused, .mailRefused, .noStartTLS, .couldNotReadFile,
                .stoppedByReceiver:
                .invalidRequest
            }
        let hint = error.kind == .untrusted ? " or as ca-file of the account" : ""
        self.init(
            call, kind: kind, voice: .none, message: error.description + hint,
            mayHaveHappened: error.requestMayHaveArrived)
    }

    /// An answer that is not a success, by status and envelope (API reference, section 3.1).
    ///
    /// Only the API's own refusal proves that nothing was done: a gateway's page may stand for an answer that it lost.
    init(_ response: HTTPResponse, for call: OpenAIClient.Call, endpoint: APIEndpoint) {
        let body = ReplyBody(response)
        let key = endpoint.key
        let status = response.status
        let kind = FailureKind(
            status: status, code: body.code, type: body.type, message: body.message, isOwnWords: body.voice == .api,
            retryAfter: response.askedWait)
        self.init(
            call, kind: kind, voice: body.voice, status: status, code: body.code.map(key.redacting),
            message: key.redacting(Self.cause(body, response, kind: kind, call)),
            param: body.param.map(key.redacting), requestID: response[header: "x-request-id"].map(key.redacting),
            hint: call.misses(endpoint, status: status) ? Self.versionHint : nil,
            mayHaveHappened: body.voice != .api || status >= 500 || [408, 409].contains(status) || status < 400)
    }

    /// A success that is not what was asked for.
    init(
        badReply cause: String, _ response: HTTPResponse, kind: FailureKind, for call: OpenAIClient.Call,
        endpoint: APIEndpoint
    ) {
        let isPage = kind == .notTheAPI && call.misses(endpoint, status: 404)
        self.init(
            call, kind: kind, voice: ReplyBody(response).voice, status: response.status, message: cause,
            requestID: response[header: "x-request-id"].map(endpoint.key.redacting),
            hint: isPage ? Self.versionHint : nil, mayHaveHappened: true)
    }

    private static let versionHint = "base-url has no /v1 at its end: most servers want it"

    /// Why, in the API's words; or who seems to have answered in its place.
    private static func cause(
        _ body: ReplyBody, _ response: HTTPResponse, kind: FailureKind, _ call: OpenAIClient.Call
    ) -> String {
        let status = response.status
        if body.voice == .api { return body.message ?? "the answer gives no reason" }
        if (300..<400).contains(status) { return "the server answered with a redirect, which is not followed" }
        // A server in trouble is not asked for its manners.
        if status >= 500, let message = body.message { return message }
        if status >= 500, response.looksLikeJSON { return "the answer gives no reason" }
        let said = body.message.map { ": \($0)" } ?? ""
        let size =
            status == 413 ? "; the \(call.operation == .uploadFile ? "file" : "request") is larger than it takes" : ""
        return "\(response.likelySender)\(said)\(size)"
    }
}

extension HTTPResponse {
    /// Who seems to have sent an answer that is not the API's, with its content type.
    var likelySender: String {
        "a proxy or gateway seems to have answered (\(mediaType.isEmpty ? "no content type" : mediaType))"
    }
}

extension OpenAIClient.Call {
    /// Whether the answer to a call that names no thing looks like a base URL that ends too early.
    fileprivate func misses(_ endpoint: APIEndpoint, status: Int) -> Bool {
        switch operation {
        case .listJobs, .createJob, .uploadFile, .listFiles, .listModels, .organizationCosts, .organizationUsage,
            .moderate:
            break
        case .getJob, .cancelJob, .pauseJob, .resumeJob, .listEvents, .listCheckpoints, .getFile, .deleteFile,
            .getFileContent, .getModel, .deleteModel, .chat:
            return false
        }
        let segments = endpoint.baseURL.split(separator: "/")
        let hasVersion = segments.contains { $0.first == "v" && $0.dropFirst().first?.isNumber == true }
        return [404, 405].contains(status) && !hasVersion
    }
}
