/// How fast one model is asked many questions: at once as many as allowed, never sooner than the server wants.
///
/// Pure: the clock, which must never jump, and the jitter are arguments.
public struct AskingPace: Sendable {
    /// Bounds of a run.
    public struct Bounds: Hashable, Sendable {
        /// Questions that are open at once.
        public var concurrency: Int
        /// How long a run goes on without any answer once the model has answered.
        public var patience: Duration
        /// The same before its first answer.
        public var firstPatience: Duration
        /// How often a question is sent that the server fails at.
        public var tries: Int

        /// Eight questions at once, ten minutes without an answer, one before the first, six tries.
        public init(
            concurrency: Int = 8, patience: Duration = .seconds(600), firstPatience: Duration = .seconds(60),
            tries: Int = 6
        ) {
            self.concurrency = concurrency
            self.patience = patience
            self.firstPatience = firstPatience
            self.tries = tries
        }
    }

    /// What becomes of a question that failed.
    public enum Verdict: Hashable, Sendable {
        /// It is sent again; ``AskingPace/wait(tokens:at:)`` says when.
        case again
        /// It is written down as failed, and the next one is asked.
        case failed
        /// Nothing more is sent to this model.
        case stop
    }

    private let bounds: Bounds
    private var open = 0
    private var holdUntil: Duration
    private var lastAnswer: Duration
    private var hasAnswered = false
    /// Failures since the last answer.
    private var failures = 0
    private var refusals = 0
    private var requests: (left: Int, until: Duration)?
    private var tokens: (left: Int, until: Duration)?

    /// A model that has not been asked yet.
    public init(_ bounds: Bounds, at now: Duration) {
        self.bounds = bounds
        holdUntil = now
        lastAnswer = now
    }

    /// How long the next question has to wait; nil while as many are open as may be.
    ///
    /// - Parameter expected: the tokens that it is likely to take.
    public func wait(tokens expected: Int, at now: Duration) -> Duration? {
        // Until the first answer has shown that there is a model, one question is at stake and not eight.
        guard open < (hasAnswered ? bounds.concurrency : 1) else { return nil }
        var start = holdUntil
        if let requests, requests.left <= 0 { start = max(start, requests.until) }
        if let tokens, tokens.left < expected { start = max(start, tokens.until) }
        return max(start - now, .zero)
    }

    /// A question is sent.
    public mutating func started(tokens expected: Int, at now: Duration) {
        open += 1
        if let requests { self.requests = requests.until <= now ? nil : (requests.left - 1, requests.until) }
        if let tokens { self.tokens = tokens.until <= now ? nil : (tokens.left - expected, tokens.until) }
    }

    /// A question was answered.
    public mutating func answered(_ allowance: RateAllowance?, at now: Duration) {
        open -= 1
        hasAnswered = true
        (failures, refusals, lastAnswer) = (0, 0, now)
        // What is open may or may not be counted by the server yet: to count it twice is the safe side.
        if let left = allowance?.requests, let reset = allowance?.requestsReset {
            requests = (left - open, now + Self.bounded(reset))
        }
        if let left = allowance?.tokens, let reset = allowance?.tokensReset {
            tokens = (left, now + Self.bounded(reset))
        }
    }

    /// A question failed.
    ///
    /// - Parameters:
    ///   - tries: how often it has been sent, this time included.
    ///   - jitter: from 0 to 1.
    ///   - isFresh: whether the model may not be loaded yet, so that 404 does not mean that there is none.
    public mutating func failed(
        _ kind: FailureKind, tries: Int, isFresh: Bool = false, at now: Duration, jitter: Double
    ) -> Verdict {
        open -= 1
        failures += 1
        let patience = hasAnswered ? bounds.patience : bounds.firstPatience
        let silence = now - lastAnswer
        switch kind {
        case .rateLimited(let asked):
            let wait = max(Self.bounded(asked ?? .zero), Self.backoff(failures, jitter))
            holdUntil = max(holdUntil, now + wait)
            // A server that counts is alive: its storms are waited for.
            return silence + wait > bounds.patience ? .stop : .again
        case .limitReached: return .stop
        case .server, .unreachable, .notTheAPI:
            let wait = max(Self.bounded(kind.retryAfter ?? .zero), Self.backoff(failures, jitter))
            holdUntil = max(holdUntil, now + wait)
            if silence + wait > patience { return .stop }
            return tries < bounds.tries ? .again : hasAnswered && silence < Self.alive ? .failed : .again
        case .notFound:
            guard isFresh, !hasAnswered, silence < Self.loading else { return .stop }
            holdUntil = max(holdUntil, now + max(.seconds(2), Self.backoff(failures, jitter)))
            return .again
        case .badReply: return .failed
        case .invalidRequest:
            refusals += 1
            return !hasAnswered && refusals >= Self.mostRefusals ? .stop : .failed
        case .unauthorized, .forbidden, .quota, .cancelled: return .stop
        }
    }

    /// How long a fresh model is waited for.
    private static let loading: Duration = .seconds(120)
    /// A model that answered so short a while ago is there: a question that keeps failing is to blame itself.
    private static let alive: Duration = .seconds(60)
    /// So many refusals before the first answer are no matter of the single question.
    private static let mostRefusals = 5
    private static let longestWait: Duration = .seconds(3600)

    private static func bounded(_ wait: Duration) -> Duration { min(max(wait, .zero), longestWait) }

    /// From half to the whole of 0.5, 1, 2, 4 … 30 s.
    private static func backoff(_ failures: Int, _ jitter: Double) -> Duration {
        let whole: Duration = min(.milliseconds(500) * (1 << min(max(failures - 1, 0), 10)), .seconds(30))
        return whole * (0.5 + 0.5 * min(max(jitter, 0), 1))
    }
}
