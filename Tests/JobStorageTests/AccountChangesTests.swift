import FineTuning
import JobStorage
import Testing

@Suite struct AccountChangesTests {
    let scratch: ScratchStore
    var store: JobStore { scratch.store }
    var reader: JobStoreReader { scratch.reader }

    init() throws { scratch = try ScratchStore() }

    @Test func aJobComesBackAsItWas() throws {
        try scratch.put(.full)
        let stored = try #require(try reader.job(Job.full.key))
        #expect(stored.job == .full)
        #expect(stored.firstSeen == .start)
        #expect(stored.missing == [.events, .checkpoints, .results])
        #expect(!stored.isKnown)
        #expect(stored.goneAt == nil)
    }

    @Test func nothingIsWrittenWhenNothingDiffers() throws {
        #expect(try !store.apply(AccountChanges(account: .default, seenAt: .start)).wrote)
        try scratch.put(.full)
        try scratch.put(.full, at: .start + .seconds(20))
        #expect(try reader.job(Job.full.key)?.changedAt == .start)
    }

    @Test func oneIdInTwoAccountsIsTwoJobs() throws {
        try scratch.put(.sample("ftjob-a", .running))
        try scratch.put(.sample("ftjob-a", .failed), account: AccountName("other"))
        #expect(try reader.job(Job.sample("ftjob-a").key)?.job.status == .running)
        #expect(try reader.counts().byStatus == [.running: 1, .failed: 1])
        #expect(try reader.counts(of: .default).byStatus == [.running: 1])
    }

    @Test func aJobThatEndsIsToBeHarvestedAndOneThatReopensIsNot() throws {
        try scratch.put(.sample("ftjob-a", .running))
        #expect(try reader.job(Job.sample("ftjob-a").key)?.missing == [])
        var ended = Job.sample("ftjob-a", .succeeded)
        try scratch.put(ended)
        #expect(
            try reader.unharvestedJobs(of: .default, createdSince: .start, limit: 9).map(\.missing) == [
                [.events, .checkpoints]
            ])
        try store.add(JobFindings(key: ended.key, harvested: [.events, .checkpoints]))
        #expect(try reader.unharvestedJobs(of: .default, createdSince: .start, limit: 9) == [])
        ended.resultFiles = [FileID("file-r")]
        try scratch.put(ended)
        #expect(try reader.job(ended.key)?.missing == [.results])
        try scratch.put(.sample("ftjob-a", .running))
        #expect(try reader.job(ended.key)?.missing == [])
    }

    @Test func historyAndOutboxComeWithTheJobOrNotAtAll() throws {
        let job = Job.sample("ftjob-a", .succeeded)
        let transition = Transition(
            id: NoticeID("evt_1"), key: job.key, from: .running, to: .succeeded, cause: .moved, seenAt: .start)
        let delivery = Delivery.sample(1, type: .jobSucceeded, job: job.key)
        let changes = AccountChanges(
            account: .default, seenAt: .start, jobs: [job], transitions: [transition])
        let applied = try store.apply(changes, deliveries: [delivery])
        #expect(applied.transitions == [transition])
        #expect(applied.deliveries == [delivery])
        #expect(try reader.deliveries() == [StoredDelivery(delivery: delivery)])

        let orphan = Transition(
            id: NoticeID("evt_2"), key: Job.sample("ftjob-b").key, from: nil, to: .failed, cause: .appeared,
            seenAt: .start)
        #expect(throws: (any Error).self) {
            try store.apply(
                AccountChanges(
                    account: .default, seenAt: .start, jobs: [.sample("ftjob-c")], transitions: [orphan]),
                deliveries: [.sample(2)])
        }
        #expect(try reader.job(Job.sample("ftjob-c").key) == nil)
        #expect(try reader.deliveries().count == 1)
        #expect(try store.nextSequence() == 2)
    }

    @Test func anEndIsToldOncePerJobAndHookAndARunEachTime() throws {
        let job = Job.sample("ftjob-a", .succeeded)
        try scratch.put(job)
        func told(_ number: Int64, _ type: NoticeType, hook: String = "slack") throws -> Int {
            let delivery = Delivery.sample(number, hook: hook, type: type, job: job.key)
            return try store.apply(AccountChanges(account: .default, seenAt: .start), deliveries: [delivery])
                .deliveries.count
        }
        #expect(try told(1, .jobSucceeded) == 1)
        #expect(try told(2, .jobSucceeded) == 0)
        #expect(try told(2, .jobSucceeded, hook: "mail") == 1)
        #expect(try told(3, .jobFailed) == 1)
        #expect(try told(4, .jobRunning) == 1)
        #expect(try told(5, .jobRunning) == 1)
        #expect(try told(5, .jobRunning) == 0)
        #expect(try store.nextSequence() == 6)
    }

    @Test func threeMissesMakeAJobGoneAndASightBringsItBack() throws {
        let job = Job.sample("ftjob-a", .queued)
        try scratch.put(job)
        let misses = [UnixTime.start, .start + .milliseconds(600_001)]
        try store.note(.counted(misses), of: job.key, at: .start)
        #expect(try reader.job(job.key)?.misses == misses)
        try store.note(.gone, of: job.key, at: .start + .seconds(1300))
        #expect(try reader.job(job.key)?.goneAt == .start + .seconds(1300))
        #expect(try reader.unfinishedJobs(of: .default) == [])
        #expect(try !reader.hasUnfinishedJobs(of: .default))
        try scratch.put(job)
        #expect(try reader.unfinishedJobs(of: .default).map(\.misses) == [[]])
        try store.note(.counted(misses), of: job.key, at: .start)
        try store.forgetMisses(of: job.key)
        #expect(try reader.job(job.key)?.misses == [])
    }

    @Test func aTunedModelIsWatchedFromTheJobOn() throws {
        try scratch.put(.full)
        let model = try #require(try reader.models().first)
        #expect(model.model == Job.full.fineTunedModel)
        #expect(model.base == ModelName("gpt-4o-mini-2024-07-18"))
        #expect(model.createdAt == Job.full.finishedAt)
        var asked = model
        asked.lastUsed = .start
        asked.job = nil
        try store.save(asked)
        #expect(try reader.models().first?.lastUsed == .start)
        #expect(try reader.models().first?.job == Job.full.id)
        #expect(try reader.newestTunedJob()?.job.id == Job.full.id)
        #expect(try reader.newestTunedJob(account: AccountName("other")) == nil)
    }
}
