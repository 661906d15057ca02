/// What an error about one job means for the poll that asked.
package enum JobErrorMeaning: Hashable, Sendable {
    /// The API does not have it: asking again is useless.
    case absent
    /// It cannot be read; the account's other jobs can.
    case unreadable
    /// The server could not answer, perhaps about this job only.
    case setback
    /// Whatever is asked next will fail as well, or must not be asked now.
    case general

    /// Sorts an error by its kind.
    package init(_ kind: FailureKind) {
        switch kind {
        case .notFound, .invalidRequest: self = .absent
        case .badReply, .forbidden: self = .unreadable
        case .server(retryAfter: nil), .unreachable: self = .setback
        case .unauthorized, .rateLimited, .quota, .limitReached, .server, .notTheAPI, .cancelled: self = .general
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
