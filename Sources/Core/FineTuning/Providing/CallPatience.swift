/// How long somebody who waits for an answer waits before the same call is made again.
package enum CallPatience {
    /// How often a call is made that nobody answers well.
    private static let tries = 4
    /// How often one is made that is only too early.
    private static let triesInTurn = 10
    /// The longest wait that a server may ask for: an hour.
    private static let longest = Duration.seconds(3600)

    /// The wait before the next try; nil where there is none, since the same call fails again or was made often enough.
    ///
    /// It doubles from a second on, and is never less than what the server asks for.
    ///
    /// - Parameter failures: how often the call has failed so far, from 1.
    package static func wait(after kind: FailureKind, failures: Int) -> Duration? {
        let most: Int
        switch kind {
        case .rateLimited: most = triesInTurn
        case .server, .unreachable, .badReply, .notTheAPI: most = tries
        case .unauthorized, .forbidden, .notFound, .quota, .limitReached, .invalidRequest, .cancelled: return nil
        }
        guard failures < most else { return nil }
        let backoff = Duration.seconds(1 << max(0, min(failures - 1, 6)))
        return min(longest, max(backoff, kind.retryAfter ?? .zero))
    }
}
