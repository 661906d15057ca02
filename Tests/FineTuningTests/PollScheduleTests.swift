import FineTuning
import Testing

@Suite struct PollScheduleTests {
    private let schedule = PollSchedule()

    @Test(arguments: [
        (PollSchedule.Outcome.good(anyUnfinished: true), 0.5, Duration.seconds(20)),
        (.good(anyUnfinished: true), 0, .seconds(18)),
        (.good(anyUnfinished: true), 1, .seconds(22)),
        (.good(anyUnfinished: false), 0.5, .seconds(120)),
        // One refusal may be a slip: it blinded an account for ten minutes.
        (.refused(inARow: 1), 0.5, .seconds(5)), (.refused(inARow: 2), 0.5, .seconds(60)),
        (.refused(inARow: 3), 0.5, .seconds(120)), (.refused(inARow: 5), 0.5, .seconds(480)),
        (.refused(inARow: 6), 0.5, .seconds(600)), (.refused(inARow: 10_000), 1, .seconds(660)),
        // After a failed start: 1, 2, 4 … s, where it took up to four minutes.
        (.failed(inARow: 1, retryAfter: nil, anyUnfinished: false, sinceStart: true), 0.5, .seconds(1)),
        (.failed(inARow: 2, retryAfter: nil, anyUnfinished: false, sinceStart: true), 0.5, .seconds(2)),
        (.failed(inARow: 4, retryAfter: nil, anyUnfinished: true, sinceStart: true), 0, .seconds(7.2)),
        (.failed(inARow: 100, retryAfter: nil, anyUnfinished: true, sinceStart: true), 0.5, .seconds(300)),
        (.failed(inARow: 1, retryAfter: .seconds(90), anyUnfinished: true, sinceStart: true), 0, .seconds(90)),
        // random(0, min(5 min, 20 s × 2ⁿ))
        (.failed(inARow: 1, retryAfter: nil, anyUnfinished: true, sinceStart: false), 1, .seconds(40)),
        (.failed(inARow: 1, retryAfter: nil, anyUnfinished: true, sinceStart: false), 0, .zero),
        (.failed(inARow: 3, retryAfter: nil, anyUnfinished: true, sinceStart: false), 1, .seconds(160)),
        (.failed(inARow: 4, retryAfter: nil, anyUnfinished: true, sinceStart: false), 1, .seconds(300)),
        (.failed(inARow: 10_000, retryAfter: nil, anyUnfinished: false, sinceStart: false), 1, .seconds(300)),
        // Retry-After is a minimum, bounded at one hour.
        (.failed(inARow: 1, retryAfter: .seconds(90), anyUnfinished: true, sinceStart: false), 0, .seconds(90)),
        (.failed(inARow: 1, retryAfter: .seconds(90), anyUnfinished: true, sinceStart: false), 1, .seconds(92)),
        (
            .failed(inARow: 1, retryAfter: .seconds(1_000_000), anyUnfinished: true, sinceStart: false), 0,
            .seconds(3600)
        ),
        (.failed(inARow: 1, retryAfter: .seconds(-5), anyUnfinished: true, sinceStart: false), 0, .zero),
    ])
    func theNextPollIsIn(outcome: PollSchedule.Outcome, jitter: Double, wait: Duration) {
        let difference = schedule.wait(after: outcome, jitter: jitter) - wait
        #expect(abs(difference.inSeconds) < 0.001)
    }

    @Test func aShortUnauthorizedIsTheGreatestWaitOfARefusal() {
        let hasty = PollSchedule(unauthorized: .seconds(2))
        for count in [1, 2, 9] { #expect(hasty.wait(after: .refused(inARow: count), jitter: 0.5) == .seconds(2)) }
    }
}
