import FineTuning
import HTTPClient
import JSONText

extension ProviderError {
    /// An error of a call that got no answer.
    init(_ error: HTTPTransportError, for call: OpenAIClient.Call) {
        let kind: FailureKind =
            switch error.kind {
            case .couldNotResolve, .couldNotConnect, .timedOut, .tls, .cutShort, .other: .unreachable
            case .tooLarge: .badReply
            case .cancelled: .cancelled
            // Settings, files and callers' own doings: the same call fails again.
            case .badURL, .badHeader, .plainHTTPRefused, .couldNotReadFile, .stoppedByReceiver: .invalidRequest
            }
        self.init(
            call, kind: kind, voice: .none, message: error.description, mayHaveHappened: error.requestMayHaveArrived)
    }

    /// An answer that is not a success, by status and envelope (API reference, section 3.1).
    init(_ response: HTTPResponse, for call: OpenAIClient.Call, key: EndpointKey) {
        let body = response.looksLikeJSON ? try? JSONValue.parse(response.body) : nil
        let envelope = body.map { $0["error"].flatMap { $0.isNull ? nil : $0 } ?? $0 }
        let code = envelope?["code"].flatMap { $0.string ?? $0.number?.text }
        let message = envelope?["message"]?.string ?? envelope?.string
        let kind = FailureKind(
            status: response.status, code: code, type: envelope?["type"]?.string, message: message,
            isEnvelope: body?.object != nil, retryAfter: response.retryAfter)
        self.init(
            call, kind: kind, voice: Self.voice(status: response.status, body), status: response.status,
            code: code.map(key.redacting),
            message: message.map(key.redacting) ?? Self.cause(kind, status: response.status),
            param: envelope?["param"]?.string.map(key.redacting),
            requestID: response[header: "x-request-id"].map(key.redacting),
            mayHaveHappened: response.status >= 500 || [408, 409].contains(response.status) || response.status < 400)
    }

    /// A success that is not what was asked for.
    init(
        badReply cause: String, _ response: HTTPResponse, kind: FailureKind, for call: OpenAIClient.Call,
        key: EndpointKey
    ) {
        let body = response.looksLikeJSON ? try? JSONValue.parse(response.body) : nil
        self.init(
            call, kind: kind, voice: Self.voice(status: response.status, body), status: response.status,
            message: cause, requestID: response[header: "x-request-id"].map(key.redacting), mayHaveHappened: true)
    }

    /// Who answered: the API where the body has its shape, an `error` object or an object that names its own kind.
    ///
    /// A gateway's JSON has neither, and a redirect or a proxy that asks for a password never is the API.
    private static func voice(status: Int, _ body: JSONValue?) -> Voice {
        switch status {
        case 300..<400, 407: .other
        default: body?["error"]?.object != nil || body?["object"]?.string != nil ? .api : .other
        }
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
