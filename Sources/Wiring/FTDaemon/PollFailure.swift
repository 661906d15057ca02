import FineTuning
import JobStorage
import Settings

/// Why a poll could not read all it wanted.
enum PollFailure: Error {
    /// There is no key to ask with.
    case noKey(KeyError)
    /// The API did not answer as it should.
    case api(ProviderError)
    /// The store did not take what was read.
    case store(any Error)

    init(_ error: any Error) {
        switch error {
        case let error as PollFailure: self = error
        case let error as KeyError: self = .noKey(error)
        case let error as ProviderError: self = .api(error)
        case let error: self = .store(error)
        }
    }

    /// A word for the log.
    var kind: String {
        switch self {
        case .noKey: "no-key"
        case .api(let error): error.kind.word
        case .store: "store"
        }
    }

    /// For people.
    var reason: String {
        switch self {
        case .noKey(let error): error.description
        case .api(let error): error.description
        case .store(let error): "\(error)"
        }
    }

    /// Whether the key was refused, or there is none: asking often does not help.
    var isRefusal: Bool {
        switch self {
        case .noKey: true
        case .api(let error):
            switch error.kind {
            case .unauthorized, .forbidden: true
            case .notFound, .rateLimited, .quota, .limitReached, .invalidRequest, .server, .unreachable, .badReply,
                .notTheAPI, .cancelled:
                false
            }
        case .store: false
        }
    }

    /// Whether it failed only because we wanted to stop.
    var isCancelled: Bool {
        if case .api(let error) = self { error.kind == .cancelled } else { false }
    }

    /// Whether the store is beyond help from here: only a full disk and a busy file heal by themselves.
    var isFatal: Bool {
        guard case .store(let error) = self else { return false }
        return !StoreError.healsByItself(error)
    }

    /// What is the same when the failure repeats: texts carry request ids and moments, which never are.
    var repetition: String {
        guard case .api(let error) = self else { return "\(kind) \(reason)" }
        return "\(kind) \(error.operation.rawValue) \(error.status ?? 0) \(error.code ?? "")"
    }
}

/// What an error about one job means for the poll that asked.
enum JobTrouble {
    /// The API does not have it: asking again is useless.
    case absent
    /// It cannot be read; the account's other jobs can.
    case unreadable
    /// The server had trouble, perhaps with this job only.
    case setback
    /// Whatever is asked next will fail as well, or must not be asked now.
    case general

    init(_ kind: FailureKind) {
        switch kind {
        case .notFound, .invalidRequest: self = .absent
        case .badReply, .forbidden: self = .unreadable
        case .server(retryAfter: nil), .unreachable: self = .setback
        case .unauthorized, .rateLimited, .quota, .limitReached, .server, .notTheAPI, .cancelled: self = .general
        }
    }
}
