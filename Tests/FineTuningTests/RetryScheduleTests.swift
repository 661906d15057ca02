import FineTuning
import Testing

@Suite struct RetryScheduleTests {
    private let schedule = RetrySchedule(delays: [.zero, .seconds(5), .seconds(60)])
    private let now = UnixTime(seconds: 1_000)

    @Test(arguments: [
        (
            DeliveryOutcome.delivered("HTTP 204"), 0,
            Delivery.State.delivered(at: UnixTime(seconds: 1_000), attempts: 1, answer: "HTTP 204")
        ),
        (
            .refused(reason: "HTTP 500", retryAfter: nil), 0,
            .waiting(due: UnixTime(seconds: 1_005), attempts: 1, reason: "HTTP 500")
        ),
        (
            .refused(reason: "HTTP 400", retryAfter: .seconds(30)), 0,
            .waiting(due: UnixTime(seconds: 1_030), attempts: 1, reason: "HTTP 400")
        ),
        (
            .refused(reason: "exit 1", retryAfter: nil), 1,
            .waiting(due: UnixTime(seconds: 1_060), attempts: 2, reason: "exit 1")
        ),
        (
            .refused(reason: "exit 1", retryAfter: nil), 2,
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
            schedule.end(of: .refused(reason: "HTTP 410", retryAfter: nil), attempts: 2, at: now) == .recorded(dead))
    }

    @Test func theStandardScheduleLasts75HoursAnd36Minutes() {
        let total = RetrySchedule.standard.delays.reduce(Duration.zero, +)
        #expect(RetrySchedule.standard.delays.count == 10)
        #expect(total == .seconds(272_105))
    }
}

@Suite struct DeliveryClockTests {
    private static let since = UnixTime(seconds: 1_000_000)

    private static func delivery(due: UnixTime) -> Delivery {
        Delivery(
            notice: NoticeID("evt_1"), hook: HookName("h"), type: .jobSucceeded, job: nil, sequence: 1, body: [],
            createdAt: since - .seconds(100), state: .waiting(due: due, attempts: 1, reason: "r"), waitsSince: since)
    }

    /// A clock set back delayed the retry by the jump: an hour back, due in 3,557 s instead of 5.
    @Test(arguments: [
        (Int64(5), Int64(0), Int64(5)), (5, 4, 5), (5, 10, 5), (5, -3600, -3595), (300, -31_536_000, -31_535_700),
        // Made due at once by a success: still at once.
        (-50, -3600, -3600),
    ])
    func aDueTimeIsNeverLaterThanNowAndTheStep(step: Int64, jump: Int64, due: Int64) {
        let now = Self.since + .seconds(jump)
        let delivery = Self.delivery(due: Self.since + .seconds(step)).rebased(to: now)
        #expect(delivery.state == .waiting(due: Self.since + .seconds(due), attempts: 1, reason: "r"))
        #expect(delivery.waitsSince == (jump < 0 ? now : Self.since))
    }
}
