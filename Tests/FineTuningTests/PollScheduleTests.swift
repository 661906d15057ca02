import FineTuning
import Testing

@Suite struct PollScheduleTests {
    private let schedule = PollSchedule()

    @Test(arguments: [
        (PollSchedule.Outcome.good(anyUnfinished: true), 0.5, Duration.seconds(20)),
        (.good(anyUnfinished: true), 0, .seconds(18)),
        (.good(anyUnfinished: true), 1, .seconds(22)),
        (.good(anyUnfinished: false), 0.5, .seconds(120)),
        (.refused, 0.5, .seconds(600)),
        // random(0, min(5 min, 20 s × 2ⁿ))
        (.failed(inARow: 1, retryAfter: nil, anyUnfinished: true), 1, .seconds(40)),
        (.failed(inARow: 1, retryAfter: nil, anyUnfinished: true), 0, .zero),
        (.failed(inARow: 3, retryAfter: nil, anyUnfinished: true), 1, .seconds(160)),
        (.failed(inARow: 4, retryAfter: nil, anyUnfinished: true), 1, .seconds(300)),
        (.failed(inARow: 10_000, retryAfter: nil, anyUnfinished: false), 1, .seconds(300)),
        // Retry-After is a minimum, bounded at one hour.
        (.failed(inARow: 1, retryAfter: .seconds(90), anyUnfinished: true), 0, .seconds(90)),
        (.failed(inARow: 1, retryAfter: .seconds(90), anyUnfinished: true), 1, .seconds(92)),
        (.failed(inARow: 1, retryAfter: .seconds(1_000_000), anyUnfinished: true), 0, .seconds(3600)),
        (.failed(inARow: 1, retryAfter: .seconds(-5), anyUnfinished: true), 0, .zero),
    ])
    func theNextPollIsIn(outcome: PollSchedule.Outcome, jitter: Double, wait: Duration) {
        let difference = schedule.wait(after: outcome, jitter: jitter) - wait
        #expect(abs(difference.inSeconds) < 0.001)
    }
}
