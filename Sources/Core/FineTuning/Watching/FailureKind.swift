/// Why a call of the API failed, as far as it decides what to do next.
///
/// A closed set: the edges translate statuses and codes into it, and no loop looks at a status code.
public enum FailureKind: Hashable, Sendable {
    /// 401: the key is wrong, or was withdrawn.
    case unauthorized
    /// 403: the key is right but may not do this; the code says why, for example `training_not_available`.
    case forbidden(code: String?)
    /// 404 in the API's own words: no such thing, or not visible to this key.
    case notFound
    /// 429: too many calls; never sooner than the server's own figure.
    case rateLimited(retryAfter: Duration?)
    /// 429, 402 or 403 about money: waiting does not help.
    case quota(code: String?)
    /// 429 about the number of jobs a day or at once: waiting helps, but for hours.
    case limitReached(code: String?)
    /// Any other 4xx: the same request fails again.
    case invalidRequest
    /// 5xx, and 408 and 409: the server's own failure.
    case server(retryAfter: Duration?)
    /// There was no whole answer: name, connection, TLS, time.
    case unreachable
    /// A 2xx answer that is not what was asked for.
    case badReply
    /// An answer of something else: a login page, a proxy, a redirect.
    case notTheAPI
    /// The caller cancelled it.
    case cancelled

    /// Whether the same call may succeed later without anybody's help.
    public var isRetryable: Bool {
        switch self {
        case .rateLimited, .limitReached, .server, .unreachable, .badReply, .notTheAPI: true
        case .unauthorized, .forbidden, .notFound, .quota, .invalidRequest, .cancelled: false
        }
    }

    /// How long the server wants to be left alone: a minimum, not bounded yet.
    public var retryAfter: Duration? {
        switch self {
        case .rateLimited(let delay), .server(let delay): delay
        case .unauthorized, .forbidden, .notFound, .quota, .limitReached, .invalidRequest, .unreachable, .badReply,
            .notTheAPI, .cancelled:
            nil
        }
    }

    /// One word for logs, for example `rate-limited`.
    public var word: String {
        switch self {
        case .unauthorized: "unauthorized"
        case .forbidden: "forbidden"
        case .notFound: "not-found"
        case .rateLimited: "rate-limited"
        case .quota: "quota"
        case .limitReached: "limit-reached"
        case .invalidRequest: "invalid-request"
        case .server: "server"
        case .unreachable: "unreachable"
        case .badReply: "bad-reply"
        case .notTheAPI: "not-the-api"
        case .cancelled: "cancelled"
        }
    }
}
