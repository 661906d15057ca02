/// What an error about one job means for the poll that asked.
package enum JobErrorMeaning: Hashable, Sendable {
    /// The API says in its own words that it does not have it.
    case absent
    /// It cannot be read; the account's other jobs can.
    case unreadable
    /// The server could not answer, perhaps about this job only.
    case setback
    /// Whatever is asked next will fail as well, or must not be asked now.
    case general

    /// Sorts an error; only a 404 or 410 in the API's own words says that there is nothing.
    package init(_ error: ProviderError) {
        if error.isOwnWords, error.kind == .notFound || error.status == 404 || error.status == 410 {
            self = .absent
            return
        }
        switch error.kind {
        case .notFound, .invalidRequest, .badReply, .forbidden: self = .unreadable
        case .server(retryAfter: nil), .unreachable, .notTheAPI: self = .setback
        case .unauthorized, .rateLimited, .quota, .limitReached, .server, .cancelled: self = .general
        }
    }
}

extension FailureKind {
    /// Whether an error for a page may mean that the server no longer knows what the page was to start behind.
    package var mayMeanUnknownCursor: Bool {
        switch self {
        case .notFound, .invalidRequest: true
        case .unauthorized, .forbidden, .rateLimited, .quota, .limitReached, .server, .unreachable, .badReply,
            .notTheAPI, .cancelled:
            false
        }
    }
}
