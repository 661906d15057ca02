import FineTuning
import Testing

@Suite struct RetryScheduleTests {
    private let schedule = RetrySchedule(delays: [.zero, .seconds(5), .seconds(60)])
    private let now = UnixTime(seconds: 1_000)

    @Test(arguments: [
        (DeliveryOutcome.delivered("HTTP 204"), 0, Delivery.State.delivered(at: UnixTime(seconds: 1_000), attempts: 1)),
        (
            .failed(reason: "HTTP 500", retryAfter: nil), 0,
            .waiting(due: UnixTime(seconds: 1_005), attempts: 1, reason: "HTTP 500")
        ),
        (
            .failed(reason: "HTTP 429", retryAfter: .seconds(30)), 0,
            .waiting(due: UnixTime(seconds: 1_030), attempts: 1, reason: "HTTP 429")
        ),
        (
            .failed(reason: "exit 1", retryAfter: nil), 1,
            .waiting(due: UnixTime(seconds: 1_060), attempts: 2, reason: "exit 1")
        ),
        (
            .failed(reason: "exit 1", retryAfter: nil), 2,
            .dead(at: UnixTime(seconds: 1_000), attempts: 3, reason: "exit 1")
        ),
        (.gone(reason: "HTTP 410"), 0, .dead(at: UnixTime(seconds: 1_000), attempts: 1, reason: "HTTP 410")),
    ])
    func anAttemptLeavesTheDelivery(outcome: DeliveryOutcome, attempts: Int, state: Delivery.State) {
        #expect(schedule.end(of: outcome, attempts: attempts, at: now).state == state)
    }

    @Test func anAttemptCutByOurOwnDeathDoesNotCount() {
        #expect(schedule.end(of: .interrupted, attempts: 1, at: now) == .interrupted)
        #expect(AttemptEnd.interrupted.state == nil)
    }

    @Test func onlyAReceiverThatIsGoneSwitchesItsHookOff() {
        let dead = Delivery.State.dead(at: now, attempts: 3, reason: "HTTP 410")
        #expect(
            schedule.end(of: .gone(reason: "HTTP 410"), attempts: 2, at: now) == .disablesHook(dead, reason: "HTTP 410")
        )
        #expect(
            schedule.end(of: .failed(reason: "HTTP 410", retryAfter: nil), attempts: 2, at: now) == .recorded(dead))
    }

    @Test func theStandardScheduleLasts75HoursAnd36Minutes() {
        let total = RetrySchedule.standard.delays.reduce(Duration.zero, +)
        #expect(RetrySchedule.standard.delays.count == 10)
        #expect(total == .seconds(272_105))
    }
}
