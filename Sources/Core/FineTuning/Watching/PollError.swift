/// Why a poll could not read all it wanted.
package enum PollError: Error, Hashable, Sendable {
    /// There is no key to ask with.
    case noKey(String)
    /// The API did not answer as it should.
    case provider(ProviderError)
    /// The store did not take what was read; a fatal cause is one that only a restart can repair.
    case store(String, isFatal: Bool)

    /// One word for the log.
    package var kind: String {
        switch self {
        case .noKey: "no-key"
        case .provider(let error): error.kind.word
        case .store: "store"
        }
    }

    /// A sentence for an operator.
    package var reason: String {
        switch self {
        case .noKey(let reason), .store(let reason, _): reason
        case .provider(let error): error.description
        }
    }

    /// Whether the key was refused, or there is none: asking often does not help.
    package var isRefusal: Bool {
        switch self {
        case .noKey: true
        case .provider(let error):
            switch error.kind {
            case .unauthorized, .forbidden: true
            case .notFound, .rateLimited, .quota, .limitReached, .invalidRequest, .server, .unreachable, .badReply,
                .notTheAPI, .cancelled:
                false
            }
        case .store: false
        }
    }

    /// Whether there is no key to ask with: nobody was asked.
    package var isMissingKey: Bool { if case .noKey = self { true } else { false } }

    /// Whether it failed only because we wanted to stop.
    package var isCancelled: Bool { if case .provider(let error) = self { error.kind == .cancelled } else { false } }

    /// Whether the store cannot be worked on any more.
    package var isFatal: Bool { if case .store(_, let isFatal) = self { isFatal } else { false } }

    /// How long the server wants to be left alone, not bounded yet.
    package var retryAfter: Duration? { if case .provider(let error) = self { error.kind.retryAfter } else { nil } }

    /// What is the same when the error repeats: texts carry request ids and moments, which never are.
    package var repetition: String {
        guard case .provider(let error) = self else { return "\(kind) \(reason)" }
        return "\(kind) \(error.operation.rawValue) \(error.status ?? 0) \(error.code ?? "")"
    }
}
