/// The waits before each attempt; the first is the wait before the first attempt.
package struct RetrySchedule: Hashable, Sendable {
    /// One wait an attempt; after the last one fails the delivery is dead.
    package var delays: [Duration]

    /// Takes the setting `retry`; an empty one means a single attempt at once.
    package init(delays: [Duration]) { self.delays = delays.isEmpty ? [.zero] : delays }

    /// The default, from Standard Webhooks 1.0: 75.6 hours in all.
    package static let standard = RetrySchedule(
        delays: [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400].map { .seconds($0) })

    /// The greatest wait: a stored due time further away than this came from another clock.
    package var greatestDelay: Duration { max(delays.max() ?? .zero, HookHold.greatestRetryAfter) }

    /// What an attempt leaves behind.
    ///
    /// - Parameters:
    ///   - attempts: attempts that ended before this one.
    ///   - hold: the hold that this attempt was to end, if it was a probe.
    ///   - time: now.
    package func end(
        of outcome: DeliveryOutcome, attempts: Int, hold: HookHold? = nil, at time: UnixTime
    ) -> AttemptEnd {
        switch outcome {
        case .interrupted: return .interrupted
        case .delivered(let answer):
            return .recorded(.delivered(at: time, attempts: attempts + 1, answer: answer))
        case .receiverTrouble(let reason, let retryAfter):
            return .holdsHook(self.hold(after: hold, reason: reason, retryAfter: retryAfter, at: time))
        case .gone(let reason):
            return .disablesHook(.dead(at: time, attempts: attempts + 1, reason: reason), reason: reason)
        case .refused(let reason, let retryAfter):
            guard attempts + 1 < delays.count else {
                return .recorded(.dead(at: time, attempts: attempts + 1, reason: reason))
            }
            let asked = min(retryAfter ?? .zero, HookHold.greatestRetryAfter)
            return .recorded(
                .waiting(due: time + max(delays[attempts + 1], asked), attempts: attempts + 1, reason: reason))
        }
    }
}
