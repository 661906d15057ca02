import FineTuning
import Text

extension ProviderError {
    /// Makes every text printable and bounded, and adds what an operator can do.
    ///
    /// - Parameter hint: what the call itself shows; else it follows from the kind, the code and the message.
    init(
        _ call: OpenAIClient.Call, kind: FailureKind, voice: Voice, status: Int? = nil, code: String? = nil,
        message: String?, param: String? = nil, requestID: String? = nil, hint: String? = nil, mayHaveHappened: Bool
    ) {
        self.init(
            operation: call.operation, object: call.object?.printable, kind: kind, voice: voice, status: status,
            code: code.flatMap { $0.isEmpty ? nil : $0.printable(limit: 100) },
            message: message?.printable(limit: 500), param: param?.printable(limit: 100),
            requestID: requestID?.printable(limit: 100),
            hint: hint ?? (voice == .api ? Self.hint(code: code, message: message) : nil) ?? Self.hint(kind),
            mayHaveHappened: mayHaveHappened)
    }

    /// What the API's own code or sentence asks for; nil where the kind says all.
    private static func hint(code: String?, message: String?) -> String? {
        switch code {
        case "mismatched_organization":
            return "the key is not of the organization that the account names: mend organization, or leave it out"
        case "mismatched_project":
            return "the key is not of the project that the account names: mend project, or leave it out"
        case "training_not_available":
            return "this organization can no longer create fine-tuning jobs here; another server can be configured"
        case "unsupported_country_region_territory":
            return "the API does not serve the country that the request came from; the key is not the cause"
        case _: break
        }
        let text = message?.lowercased() ?? ""
        if code?.hasPrefix("missing_scope") == true || text.contains("missing scopes") {
            return "the key lacks a permission: give it the scopes that are named, or take another key"
        }
        if text.contains("must be verified") || code?.contains("verification") == true {
            return "the organization has to be verified in its settings at the API first"
        }
        return nil
    }

    private static func hint(_ kind: FailureKind) -> String? {
        switch kind {
        case .unauthorized: "check the API key of this account"
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
