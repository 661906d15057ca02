import FineTuning
import JobStorage
import Testing

@Suite struct DeliveriesTests {
    let scratch: ScratchStore
    var store: JobStore { scratch.store }
    var reader: JobStoreReader { scratch.reader }
    let slack = HookName("slack")
    let hour: Duration = .seconds(3600)

    init() throws { scratch = try ScratchStore() }

    private func put(_ deliveries: Delivery...) throws {
        _ = try store.apply(AccountChanges(account: .default, seenAt: .start), deliveries: deliveries)
    }

    private func due(at time: UnixTime = .start) throws -> [Int64] {
        try store.dueDeliveries(of: slack, at: time, greatestDelay: hour).map(\.delivery.sequence)
    }

    @Test func dueOnesComeInTheOrderOfEventsAndOneHookAtATime() throws {
        try put(.sample(2), .sample(1), .sample(4, due: .start + .seconds(5)), .sample(3, hook: "mail"))
        #expect(try due() == [1, 2])
        #expect(try due(at: .start + .seconds(5)) == [1, 2, 4])
        #expect(try reader.nextDue(of: slack) == .start)
        #expect(try reader.nextDue(of: HookName("none")) == nil)
    }

    @Test func aDueTimeFromAnotherClockIsBroughtBackOnce() throws {
        try put(.sample(1, due: .start + .seconds(999_999_999)))
        #expect(try due() == [])
        #expect(try reader.nextDue(of: slack) == .start + hour)
        #expect(try due(at: .start + hour) == [1])
    }

    @Test func anAttemptGoesFromStartToItsEnd() throws {
        try put(.sample(1))
        try store.attemptStarted(NoticeID("evt_1"), hook: slack, at: .start)
        #expect(try reader.deliveries().first?.attemptStarted == .start)
        let state = Delivery.State.waiting(due: .start + .seconds(5), attempts: 1, reason: "HTTP 500")
        try store.attemptEnded(NoticeID("evt_1"), hook: slack, state: state, at: .start)
        #expect(try reader.deliveries().map(\.delivery.state) == [state])
        #expect(try reader.deliveries().first?.attemptStarted == nil)
        let dead = Delivery.State.dead(at: .start, attempts: 2, reason: "HTTP 500")
        try store.attemptEnded(NoticeID("evt_1"), hook: slack, state: dead, at: .start)
        #expect(try due(at: .start + hour) == [])
        #expect(try store.revive(hook: slack, at: .start) == 1)
        #expect(
            try reader.deliveries().map(\.delivery.state) == [.waiting(due: .start, attempts: 0, reason: "HTTP 500")])
    }

    @Test func anAttemptThatOurDeathCutDoesNotCount() throws {
        try put(.sample(1), .sample(2))
        try store.attemptStarted(NoticeID("evt_2"), hook: slack, at: .start)
        #expect(try store.resumeCutAttempts().map(\.delivery.sequence) == [2])
        #expect(try store.resumeCutAttempts() == [])
        #expect(
            try reader.deliveries().map(\.delivery.state) == [
                .waiting(due: .start, attempts: 0, reason: nil), .waiting(due: .start, attempts: 0, reason: nil),
            ])
        try store.attemptStarted(NoticeID("evt_1"), hook: slack, at: .start)
        try store.attemptEnded(NoticeID("evt_1"), hook: slack, state: nil, at: .start)
        #expect(try reader.deliveries().allSatisfy { $0.attemptStarted == nil })
    }

    @Test func aSuccessMakesTheWaitingOnesDueAtOnce() throws {
        try put(.sample(1), .sample(2, due: .start + hour), .sample(3, hook: "mail", due: .start + hour))
        let now = UnixTime.start + .milliseconds(1_234)
        try store.attemptEnded(NoticeID("evt_1"), hook: slack, state: .delivered(at: now, attempts: 1), at: now)
        #expect(try due(at: now) == [2])
        #expect(try reader.nextDue(of: HookName("mail")) == .start + hour)
        #expect(try reader.hook(slack).lastSuccess == now)
        #expect(try reader.hook(slack).counts == DeliveryCounts(waiting: 1, delivered: 1, dead: 0))
    }

    @Test func aHookThatIsSwitchedOffShowsWhyAndWhatItMissed() throws {
        try put(.sample(1), .sample(2, hook: "mail"))
        try store.disable(slack, reason: "HTTP 410", at: .start)
        #expect(try reader.hook(slack).disabled == StoredHook.Disabling(since: .start, reason: "HTTP 410"))
        let dead = try reader.deliveries(DeliveryFilter(hook: slack, state: .dead))
        #expect(dead.map(\.delivery.state) == [.dead(at: .start, attempts: 0, reason: "HTTP 410")])
        #expect(try reader.deliveries(DeliveryFilter(state: .waiting)).map(\.delivery.sequence) == [2])
        try store.enable(slack)
        #expect(try reader.hook(slack).disabled == nil)
        try store.silence(slack, until: .start + hour)
        #expect(try reader.hook(slack).silencedUntil == .start + hour)
        try store.silence(slack, until: nil)
        #expect(try reader.hooks().map(\.silencedUntil) == [nil, nil])
    }

    @Test func theAttemptThatSwitchesAHookOffIsWrittenWithTheNoticeAboutIt() throws {
        try put(.sample(1), .sample(2))
        let news = Delivery.sample(3, hook: "mail")
        let state = Delivery.State.dead(at: .start, attempts: 1, reason: "HTTP 410")
        let announced = try store.disable(
            slack, reason: "HTTP 410", at: .start, after: (NoticeID("evt_1"), state), announcing: [news])
        #expect(announced == [news])
        #expect(
            try reader.deliveries(DeliveryFilter(hook: slack, state: .dead)).map(\.delivery.state) == [
                .dead(at: .start, attempts: 0, reason: "HTTP 410"), state,
            ])
        #expect(try reader.deliveries(DeliveryFilter(state: .waiting)).map(\.delivery.sequence) == [3])
        #expect(try store.nextSequence() == 4)
        #expect(try store.disable(slack, reason: "HTTP 410", at: .start, announcing: [news]) == [])
    }

    @Test func deliveriesOfAJobAreFoundNewestFirst() throws {
        let job = Job.sample("ftjob-a")
        try scratch.put(job)
        try put(.sample(1, job: job.key), .sample(2), .sample(3, job: job.key))
        #expect(try reader.deliveries(DeliveryFilter(job: job.key)).map(\.delivery.sequence) == [3, 1])
        #expect(try reader.deliveries(limit: 1).map(\.delivery.sequence) == [3])
    }
}
