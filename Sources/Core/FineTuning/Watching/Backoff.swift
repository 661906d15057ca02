/// How long to wait after a failure: full jitter, doubling, bounded, and never less than the server asked for.
package enum Backoff {
    /// A server's `Retry-After` beyond this is cut: one hour.
    package static let greatestRetryAfter: Duration = .seconds(3600)

    /// The wait after the n-th failure in a row: random(0, min(cap, interval × 2ⁿ)), at least `retryAfter`.
    ///
    /// - Parameters:
    ///   - failures: failures in a row, from 1.
    ///   - interval: the wait while nothing fails.
    ///   - cap: the greatest wait.
    ///   - retryAfter: what the server asked for, if anything.
    ///   - jitter: a random number from 0 to 1.
    package static func wait(
        failures: Int, interval: Duration, cap: Duration, retryAfter: Duration? = nil, jitter: Double
    ) -> Duration {
        var ceiling = interval
        for _ in 0..<max(0, min(failures, 62)) where ceiling < cap { ceiling = ceiling * 2 }
        let wait = min(ceiling, cap) * min(max(jitter, 0), 1)
        guard let retryAfter else { return wait }
        let asked = min(max(retryAfter, .zero), greatestRetryAfter)
        return max(wait, asked + interval * 0.1 * min(max(jitter, 0), 1))
    }
}
