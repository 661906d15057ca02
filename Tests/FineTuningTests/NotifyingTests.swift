import FineTuning
import Testing

@Suite struct NoticeTypeTests {
    @Test(arguments: [
        ("succeeded", [NoticeType.jobSucceeded]),
        ("fine_tuning.job.failed", [.jobFailed]),
        ("submission.failed", [.submissionFailed]),
        ("degraded", [.apiDegraded]),
        ("ended", [.jobSucceeded, .jobFailed, .jobCancelled]),
        ("all", NoticeType.allCases),
    ])
    func aWordNames(word: String, types: [NoticeType]) {
        #expect(NoticeType.named(word) == Set(types))
    }

    @Test(arguments: ["", "Succeeded", "stalled", "fine_tuning.job", "ftd.job.failed"])
    func anUnknownWordNamesNothing(word: String) {
        #expect(NoticeType.named(word) == nil)
    }
}

@Suite struct HookInterestTests {
    private func notice(_ type: NoticeType = .jobSucceeded) -> Notice {
        let job = Job(
            id: JobID("ftjob-1"), createdAt: UnixTime(seconds: 1), status: .succeeded,
            model: ModelName("ft:gpt-4o-mini-2024-07-18:org::abc"),
            metadata: [MetadataPair(key: "team", value: "search")], suffix: "sciq")
        return Notice(
            id: NoticeID("evt_1"), type: type, createdAt: UnixTime(seconds: 2), sequence: 1,
            subject: .job(.init(account: .default, job: job, previous: .running, lastMetric: nil)))
    }

    @Test func filtersNarrowWhatIsWanted() {
        var interest = HookInterest(types: [.jobSucceeded])
        #expect(interest.wants(notice()))
        #expect(!interest.wants(notice(.jobFailed)))
        interest.accounts = [AccountName("other")]
        #expect(!interest.wants(notice()))
        interest.accounts = [.default]
        interest.models = [ModelName("gpt-4o-mini-2024-07-18")]
        interest.suffixes = ["sciq"]
        interest.metadata = [MetadataPair(key: "team", value: "search")]
        #expect(interest.wants(notice()))
        interest.metadata[0].value = "ads"
        #expect(!interest.wants(notice()))
    }

    @Test func aFilterOnJobsKeepsOtherNoticesOut() {
        let degraded = Notice(
            id: NoticeID("evt_2"), type: .apiDegraded, createdAt: UnixTime(seconds: 2), sequence: 2,
            subject: .account(.default, reason: "401"))
        #expect(HookInterest(types: [.apiDegraded]).wants(degraded))
        #expect(!HookInterest(types: [.apiDegraded], suffixes: ["sciq"]).wants(degraded))
    }
}

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
        #expect(schedule.state(after: outcome, attempts: attempts, at: now) == state)
    }

    @Test func anAttemptCutByOurOwnDeathDoesNotCount() {
        #expect(schedule.state(after: .interrupted, attempts: 1, at: now) == nil)
    }

    @Test func theStandardScheduleLasts75HoursAnd36Minutes() {
        let total = RetrySchedule.standard.delays.reduce(Duration.zero, +)
        #expect(RetrySchedule.standard.delays.count == 10)
        #expect(total == .seconds(272_105))
    }
}
