/// When to poll next.
package struct PollSchedule: Hashable, Sendable {
    /// The wait while any job can change.
    package var active: Duration
    /// The wait otherwise.
    package var idle: Duration
    /// The greatest wait after failures.
    package var backoffMax: Duration
    /// The greatest wait after 401 and 403.
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
        /// The key was refused (401), may not do this (403), or is missing, for the n-th time in a row, from 1.
        case refused(inARow: Int)
        /// Anything else, for the n-th time in a row, from 1; `sinceStart` while no poll has succeeded yet.
        case failed(inARow: Int, retryAfter: Duration?, anyUnfinished: Bool, sinceStart: Bool)

        /// What the server asked for, bounded: it holds even when somebody asks for a poll; nil when it asked for nothing.
        package var serverWait: Duration? {
            switch self {
            case .good, .refused: nil
            case .failed(_, let retryAfter, _, _): retryAfter.map { min(max($0, .zero), Backoff.greatestRetryAfter) }
            }
        }
    }

    /// The wait before the next poll.
    ///
    /// - Parameter jitter: a random number from 0 to 1; regular waits vary by ±10 %.
    package func wait(after outcome: Outcome, jitter: Double) -> Duration {
        switch outcome {
        case .good(let anyUnfinished): Self.vary(anyUnfinished ? active : idle, jitter)
        case .refused(let count): Self.vary(refusedWait(count), jitter)
        case .failed(let count, let retryAfter, _, true):
            // A machine that has just booted waits for its network: seconds, not minutes.
            max(
                Self.vary(Self.doubled(.seconds(1), count - 1, cap: backoffMax), jitter),
                retryAfter.map { min($0, Backoff.greatestRetryAfter) } ?? .zero)
        case .failed(let count, let retryAfter, let anyUnfinished, false):
            Backoff.wait(
                failures: count, interval: anyUnfinished ? active : idle, cap: backoffMax, retryAfter: retryAfter,
                jitter: jitter)
        }
    }

    /// One refusal may be the server's own slip, so it is asked again soon; only what lasts is asked rarely.
    private func refusedWait(_ count: Int) -> Duration {
        count <= 1 ? min(.seconds(5), unauthorized) : Self.doubled(.seconds(60), count - 2, cap: unauthorized)
    }

    private static func doubled(_ wait: Duration, _ times: Int, cap: Duration) -> Duration {
        var wait = wait
        for _ in 0..<max(0, min(times, 62)) where wait < cap { wait = wait * 2 }
        return min(wait, cap)
    }

    private static func vary(_ interval: Duration, _ jitter: Double) -> Duration {
        interval * (0.9 + 0.2 * min(max(jitter, 0), 1))
    }
}
