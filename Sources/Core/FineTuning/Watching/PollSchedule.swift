/// When to poll next.
package struct PollSchedule: Hashable, Sendable {
    /// The wait while any job can change.
    package var active: Duration
    /// The wait otherwise.
    package var idle: Duration
    /// The greatest wait after failures.
    package var backoffMax: Duration
    /// The wait after 401 and 403.
    package var unauthorized: Duration

    /// Takes the settings of the section `[poll]`.
    package init(
        active: Duration = .seconds(20), idle: Duration = .seconds(120), backoffMax: Duration = .seconds(300),
        unauthorized: Duration = .seconds(600)
    ) {
        self.active = active
        self.idle = idle
        self.backoffMax = backoffMax
        self.unauthorized = unauthorized
    }

    /// How a poll ended, as far as the next one is concerned.
    package enum Outcome: Hashable, Sendable {
        /// Everything was read.
        case good(anyUnfinished: Bool)
        /// The key was refused (401) or may not do this (403).
        case refused
        /// Anything else.
        case failed(inARow: Int, retryAfter: Duration?, anyUnfinished: Bool)

        /// What the server asked for, bounded: it holds even when somebody asks for a poll; nil when it asked for nothing.
        package var serverWait: Duration? {
            switch self {
            case .good, .refused: nil
            case .failed(_, let retryAfter, _): retryAfter.map { min(max($0, .zero), Backoff.greatestRetryAfter) }
            }
        }
    }

    /// The wait before the next poll.
    ///
    /// - Parameter jitter: a random number from 0 to 1; regular waits vary by ±10 %.
    package func wait(after outcome: Outcome, jitter: Double) -> Duration {
        switch outcome {
        case .good(let anyUnfinished): Self.vary(anyUnfinished ? active : idle, jitter)
        case .refused: Self.vary(unauthorized, jitter)
        case .failed(let count, let retryAfter, let anyUnfinished):
            Backoff.wait(
                failures: count, interval: anyUnfinished ? active : idle, cap: backoffMax, retryAfter: retryAfter,
                jitter: jitter)
        }
    }

    private static func vary(_ interval: Duration, _ jitter: Double) -> Duration {
        interval * (0.9 + 0.2 * min(max(jitter, 0), 1))
    }
}
