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

@Suite struct OutboxPassTests {
    private static let now = UnixTime(seconds: 1_000)

    @Test(
        arguments: [
            (false, nil, .ready), (false, now, .ready), (false, now - .seconds(1), .ready),
            (false, now + .seconds(1), .silenced(until: now + .seconds(1))), (true, nil, .disabled),
            (true, now + .seconds(1), .disabled),
        ] as [(Bool, UnixTime?, HookStanding)])
    func whatIsStoredSaysWhetherAnythingMayBeSent(isDisabled: Bool, silencedUntil: UnixTime?, standing: HookStanding) {
        #expect(HookStanding(isDisabled: isDisabled, silencedUntil: silencedUntil, at: Self.now) == standing)
    }

    @Test(
        arguments: [
            (.attempted(3, nextDue: nil), .seconds(600)), (.attempted(0, nextDue: nil), .seconds(600)),
            (.disabled, .seconds(600)),
            (.attempted(0, nextDue: now + .seconds(90)), .seconds(90)),
            (.attempted(0, nextDue: now + .seconds(86_400)), .seconds(600)),
            (.attempted(0, nextDue: now - .seconds(5)), .seconds(1)),
            (.attempted(1, nextDue: now - .seconds(5)), .milliseconds(10)),
            (.silenced(until: now + .seconds(90)), .seconds(90)),
            (.silenced(until: now + .milliseconds(1)), .seconds(1)),
            (.silenced(until: now + .seconds(86_400)), .seconds(600)),
            (.storeFailed(inARow: 1), .seconds(1)), (.storeFailed(inARow: 2), .seconds(2)),
            (.storeFailed(inARow: 50), .seconds(60)),
        ] as [(OutboxPass, Duration)])
    func aPassSaysWhenTheNextOneIs(pass: OutboxPass, wait: Duration) { #expect(pass.wait(at: Self.now) == wait) }

    @Test func aStoreThatFailedIsLeftAloneWhateverIsNew() {
        #expect(OutboxPass.storeFailed(inARow: 1).isUrgencyIgnored)
        #expect(!OutboxPass.silenced(until: Self.now).isUrgencyIgnored)
        #expect((1...21).filter { OutboxPass.storeFailed(inARow: $0).isReported } == [1, 11, 21])
    }
}
