import FineTuning
import Testing

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
