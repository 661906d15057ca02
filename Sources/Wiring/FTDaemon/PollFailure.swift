import FineTuning
import JobStorage
import OpenAIAPI
import Settings

/// Why a poll could not read all it wanted.
enum PollFailure: Error {
    /// There is no key to ask with.
    case noKey(KeyError)
    /// The API did not answer as it should.
    case api(APIError)
    /// The store did not take what was read.
    case store(any Error)

    init(_ error: any Error) {
        switch error {
        case let error as PollFailure: self = error
        case let error as KeyError: self = .noKey(error)
        case let error as APIError: self = .api(error)
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

    /// Whether the store is beyond help from here: only a full disk and a busy file heal by themselves.
    var isFatal: Bool {
        guard case .store(let error) = self else { return false }
        return !StoreError.healsByItself(error)
    }

    /// Whether asking about other jobs makes sense after this.
    var concernsOneJob: Bool {
        guard case .api(let error) = self else { return false }
        switch error.kind {
        case .notFound, .badReply, .invalidRequest: return true
        case .unauthorized, .forbidden, .rateLimited, .quota, .limitReached, .server, .unreachable, .notTheAPI,
            .cancelled:
            return false
        }
    }
}
