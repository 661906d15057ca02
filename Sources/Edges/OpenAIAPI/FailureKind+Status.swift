package import FineTuning

extension FailureKind {
    /// The whole translation of a status that is not 2xx.
    ///
    /// - Parameter isEnvelope: whether the body is a JSON object.
    package init(
        status: Int, code: String?, type: String?, message: String?, isEnvelope: Bool, retryAfter: Duration?
    ) {
        self =
            switch status {
            case 401: .unauthorized
            case 402: .quota(code: code)
            case 403: Self.isAboutMoney(code: code, type: nil) ? .quota(code: code) : .forbidden(code: code)
            // A proxy's 404 page says nothing about a job.
            case 404: isEnvelope ? .notFound : .notTheAPI
            case 429:
                if Self.isAboutMoney(code: code, type: type) {
                    .quota(code: code)
                } else if Self.isJobLimit(code: code, message: message) {
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

    /// Whether it is about money: the `code` decides, the `type` only where the code says nothing of its own.
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

    /// Whether it is about jobs a day or jobs at once: neither is over in seconds.
    private static func isJobLimit(code: String?, message: String?) -> Bool {
        if let code, ["daily", "concurren", "active_job"].contains(where: code.contains) { return true }
        guard let message = message?.lowercased(), message.contains("fine-tun") else { return false }
        return ["per day", "maximum of", "concurrent", "active job"].contains(where: message.contains)
    }
}
