package import FineTuning
import HTTPClient
import JSONText

extension APIError {
    /// No answer.
    init(_ error: HTTPTransportError, operation: APIOperation, object: String?) {
        let kind: FailureKind =
            switch error.kind {
            case .couldNotResolve, .couldNotConnect, .timedOut, .tls, .cutShort, .other: .unreachable
            case .tooLarge: .badReply
            case .cancelled: .cancelled
            // Settings, files and callers' own doings: the same call fails again.
            case .badURL, .badHeader, .plainHTTPRefused, .couldNotReadFile, .stoppedByReceiver: .invalidRequest
            }
        self.init(
            operation: operation, object: object, kind: kind, message: error.description,
            mayHaveHappened: error.requestMayHaveArrived)
    }

    /// An answer that is not a success, by status and envelope (API reference, section 3.1).
    init(_ response: HTTPResponse, operation: APIOperation, object: String?, key: APIKey) {
        let body = response.looksLikeJSON ? try? JSONValue.parse(response.body) : nil
        let envelope = body.map { $0["error"].flatMap { $0.isNull ? nil : $0 } ?? $0 }
        let code = envelope?["code"].flatMap { $0.string ?? $0.number?.text }
        let message = envelope?["message"]?.string ?? envelope?.string
        let kind = Self.kind(
            status: response.status, code: code, type: envelope?["type"]?.string, message: message,
            isEnvelope: body?.object != nil, retryAfter: response.retryAfter)
        self.init(
            operation: operation, object: object, kind: kind, status: response.status, code: code.map(key.redacting),
            message: message.map(key.redacting) ?? Self.cause(kind, status: response.status),
            param: envelope?["param"]?.string.map(key.redacting),
            requestID: response[header: "x-request-id"].map(key.redacting),
            mayHaveHappened: response.status >= 500 || [408, 409].contains(response.status) || response.status < 400)
    }

    /// A success that is not what was asked for.
    init(
        badReply cause: String, _ response: HTTPResponse, kind: FailureKind = .badReply, operation: APIOperation,
        object: String?, key: APIKey
    ) {
        self.init(
            operation: operation, object: object, kind: kind, status: response.status, message: cause,
            requestID: response[header: "x-request-id"].map(key.redacting), mayHaveHappened: true)
    }

    /// The whole translation of a status that is not 2xx.
    package static func kind(
        status: Int, code: String?, type: String?, message: String?, isEnvelope: Bool, retryAfter: Duration?
    ) -> FailureKind {
        switch status {
        case 401: .unauthorized
        case 402: .quota(code: code)
        case 403: isAboutMoney(code: code, type: nil) ? .quota(code: code) : .forbidden(code: code)
        // A proxy's 404 page says nothing about a job.
        case 404: isEnvelope ? .notFound : .notTheAPI
        case 429:
            if isAboutMoney(code: code, type: type) {
                .quota(code: code)
            } else if isJobLimit(code: code, message: message) {
                .limitReached(code: code)
            } else {
                .rateLimited(retryAfter: retryAfter)
            }
        case 407: .notTheAPI
        case 408, 409, 425, 500...: .server(retryAfter: retryAfter)
        case 400...: .invalidRequest
        default: .notTheAPI
        }
    }

    /// The `code` decides; the `type` only where the code says nothing of its own.
    private static func isAboutMoney(code: String?, type: String?) -> Bool {
        let money: Set = [
            "insufficient_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded", "organization_usage_limit_exceeded", "billing_hard_limit_reached",
            "exceeded_quota",
        ]
        if let code, money.contains(code) { return true }
        if let code, ["rate_limit_exceeded", "slow_down"].contains(code) { return false }
        return type.map(money.contains) ?? false
    }

    /// Jobs a day or jobs at once: neither is over in seconds.
    private static func isJobLimit(code: String?, message: String?) -> Bool {
        if let code, ["daily", "concurren", "active_job"].contains(where: code.contains) { return true }
        guard let message = message?.lowercased(), message.contains("fine-tun") else { return false }
        return ["per day", "maximum of", "concurrent", "active job"].contains(where: message.contains)
    }

    private static func cause(_ kind: FailureKind, status: Int) -> String {
        switch kind {
        case .notTheAPI where (300..<400).contains(status):
            "the server answered with a redirect, which is not followed"
        case .notTheAPI: "the answer is not in the API's words"
        case .unauthorized, .forbidden, .notFound, .rateLimited, .quota, .limitReached, .invalidRequest, .server,
            .unreachable, .badReply, .cancelled:
            "the answer gives no reason"
        }
    }
}

extension HTTPResponse {
    /// Whether the body claims to be JSON; a missing `Content-Type` is no objection.
    var looksLikeJSON: Bool {
        guard let type = self[header: "content-type"]?.lowercased(), !type.isEmpty else { return true }
        return type.prefix { $0 != ";" }.contains("json")
    }
}
