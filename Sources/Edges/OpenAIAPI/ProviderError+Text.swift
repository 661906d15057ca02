import FineTuning
import Text

extension ProviderError {
    /// Makes every text printable and bounded, and adds what an operator can do.
    init(
        _ call: OpenAIClient.Call, kind: FailureKind, voice: Voice, status: Int? = nil, code: String? = nil,
        message: String?, param: String? = nil, requestID: String? = nil, mayHaveHappened: Bool
    ) {
        self.init(
            operation: call.operation, object: call.object?.printable, kind: kind, voice: voice, status: status,
            code: code.flatMap { $0.isEmpty ? nil : $0.printable(limit: 100) },
            message: message?.printable(limit: 500), param: param?.printable(limit: 100),
            requestID: requestID?.printable(limit: 100), hint: Self.hint(kind), mayHaveHappened: mayHaveHappened)
    }

    private static func hint(_ kind: FailureKind) -> String? {
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
