import FineTuning
import HTTPClient
import JSONText
import Text

/// A request that came to nothing: what it means, and how often it is worth repeating.
struct HubProblem {
    /// What happened, as a sentence without its full stop.
    let cause: String
    /// Tries in all, this one included; 1 for what will not change.
    let mostTries: Int
    /// What the server asked for, if anything.
    let retryAfter: Duration?
    /// What it is when it is not repeated; nil when only the number of tries can be told.
    private let final: HubError?

    /// Problems that pass, by the codes in `X-Error-Code` (libapi/exceptions.py of huggingface/dataset-viewer).
    private static let passing: Set<String> = [
        "UnexpectedApiError", "UnexpectedError", "AuthCheckHubRequestError", "JWTKeysError",
    ]

    /// What the number of tries makes of it.
    func error(after tries: Int) -> HubError { final ?? .gaveUp(tries: tries, cause: cause) }

    /// An answer that is no success.
    init(_ response: HTTPResponse, token: HuggingFaceToken?) {
        let said = Self.said(response.body)
        let code = response[header: "x-error-code"].flatMap { $0.isEmpty ? nil : $0.printable(limit: 60) }
        let refused = HubError.refused(status: response.status, code: code, said: said)
        let named = "the server failed (\(response.status)\(code.map { " \($0)" } ?? ""))"
        switch response.status {
        case 300..<400: self.init(.redirected(status: response.status))
        case 401, 403, 404: self.init(.absent(said: said, token: token?.description, hint: ""))
        case 429: self.init("the server has had too many requests (429)", after: response)
        case 500 where code?.hasPrefix("ResponseNotReady") == true:
            self.init("the server is not ready with these rows yet", after: response)
        case 500 where code.map(Self.passing.contains) ?? true: self.init(named, after: response)
        // A name of its own may mean an error of the dataset, which stays, or one of the server, which passes.
        case 500: self.init(named, after: response, mostTries: 3, final: refused)
        // 501 says that the server never will.
        case 502..<600: self.init(named, after: response)
        default: self.init(refused)
        }
    }

    /// No answer, or a part of one.
    init(_ error: HTTPTransportError, hasAnswered: Bool) {
        cause = error.description
        retryAfter = nil
        switch error.kind {
        case .couldNotResolve, .couldNotConnect:
            mostTries = hasAnswered ? 10 : 1
            final = hasAnswered ? nil : .unreachable(error.description)
        case .timedOut, .cutShort, .other:
            mostTries = hasAnswered ? 10 : 3
            final = nil
        case .cancelled:
            mostTries = 1
            final = .cancelled
        case .tls, .untrusted, .proxyRefused, .tooLarge, .badURL, .badHeader, .plainHTTPRefused, .addressRefused,
            .mailRefused, .noStartTLS, .noLibrary, .couldNotReadFile,
            .stoppedByReceiver:
            mostTries = 1
            final = .unreachable(error.description)
        }
    }

    /// A problem that may pass.
    private init(
        _ cause: String, after response: HTTPResponse, mostTries: Int = 10, final: HubError? = nil
    ) {
        self.cause = cause
        self.mostTries = mostTries
        retryAfter = response.retryAfter
        self.final = final
    }

    private init(_ error: HubError) {
        cause = error.description
        mostTries = 1
        retryAfter = nil
        final = error
    }

    /// The `error` of the body as one printable line, cut.
    private static func said(_ body: [UInt8]) -> String {
        guard body.count < 1 << 20, let text = (try? JSONValue.parse(body))?["error"]?.string else { return "" }
        return text.printable(limit: 300)
    }
}
