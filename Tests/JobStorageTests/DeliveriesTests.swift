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

    /// Due in 3,557 s after the clock was set back by an hour; each step by itself, with what the server asked for.
    @Test func aClockThatWasSetBackDelaysNothingByTheJump() throws {
        try put(.sample(1), .sample(2))
        for (id, step) in [("evt_1", 5), ("evt_2", 300)] as [(String, Int64)] {
            let state = Delivery.State.waiting(due: .start + .seconds(step), attempts: 1, reason: "HTTP 500")
            try store.attemptEnded(NoticeID(id), hook: slack, state: state, at: .start)
        }
        let early = UnixTime.start + .seconds(-1800)
        #expect(try due(at: early) == [])
        #expect(try reader.nextDue(of: slack) == early + .seconds(5))
        #expect(try due(at: early + .seconds(5)) == [1])
        #expect(try due(at: early + .seconds(300)) == [1, 2])
        // Once: a second read at the same time changes nothing.
        #expect(try reader.nextDue(of: slack) == early + .seconds(5))
    }

    /// The probe that ends a hold was a notice whose own wait had passed only because of the hold.
    @Test func whatTheHoldMadeDueIsNoProbeWhileAnythingElseIs() throws {
        try put(.sample(1), .sample(2))
        let state = Delivery.State.waiting(due: .start + .seconds(300), attempts: 1, reason: "HTTP 422")
        try store.attemptEnded(NoticeID("evt_1"), hook: slack, state: state, at: .start)
        func probe(since: Int64) throws -> [Int64] {
            try store.dueDeliveries(
                of: slack, at: .start + hour, greatestDelay: hour, heldSince: .start + .seconds(since)
            ).map(\.delivery.sequence)
        }
        #expect(try probe(since: 60) == [2])
        #expect(try probe(since: 300) == [1, 2])
        let delivered = Delivery.State.delivered(at: .start, attempts: 1)
        try store.attemptEnded(NoticeID("evt_2"), hook: slack, state: delivered, at: .start)
        #expect(try probe(since: 60) == [1])
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

    /// A success made every waiting notice due at once, and each such attempt counted: dead after seconds.
    @Test func aSuccessPullsNoOtherNoticeForward() throws {
        try put(.sample(1), .sample(2, due: .start + hour), .sample(3, hook: "mail", due: .start + hour))
        let now = UnixTime.start + .milliseconds(1_234)
        try store.attemptEnded(NoticeID("evt_1"), hook: slack, state: .delivered(at: now, attempts: 1), at: now)
        #expect(try due(at: now) == [])
        #expect(try reader.nextDue(of: slack) == .start + hour)
        #expect(try reader.hook(slack).lastSuccess == now)
        #expect(try reader.hook(slack).counts == DeliveryCounts(waiting: 1, delivered: 1, dead: 0))
    }

    @Test func anAnswerEndsAHoldThatAgedNobody() throws {
        try put(.sample(1), .sample(2), .sample(3))
        let refused = Delivery.State.waiting(due: .start + .seconds(300), attempts: 1, reason: "HTTP 400")
        try store.attemptEnded(NoticeID("evt_1"), hook: slack, state: refused, at: .start)
        let began = UnixTime.start + .seconds(60)
        let hold = HookHold(
            since: began, failures: 3, began: began + .seconds(5), until: began + .seconds(30), isAsked: true,
            reason: "HTTP 429")
        try store.attemptStarted(NoticeID("evt_2"), hook: slack, at: began)
        try store.hold(slack, hold, after: NoticeID("evt_2"))
        #expect(try reader.hook(slack).hold == hold)
        #expect(try reader.deliveries().allSatisfy { $0.attemptStarted == nil })
        let end = began + .seconds(7200)
        try store.attemptEnded(
            NoticeID("evt_2"), hook: slack, state: .delivered(at: end, attempts: 1, answer: "HTTP 200"), at: end)
        #expect(try reader.hook(slack).hold == nil)
        #expect(
            try reader.deliveries().map(\.delivery.state) == [
                .waiting(due: .start, attempts: 0, reason: nil), .delivered(at: end, attempts: 1, answer: "HTTP 200"),
                .waiting(due: .start + .seconds(7500), attempts: 1, reason: "HTTP 400"),
            ])
    }

    @Test func aGroupIsOneMessageWithAnIDOfItsOwn() throws {
        try put(.sample(1), .sample(2, type: .jobStalled), .sample(3))
        let waiting = try reader.waiting(of: slack, due: nil, at: .start, onlyFailures: false, limit: 10)
        let members = NoticeGroup.closing(waiting.map(\.delivery), at: .start)
        let message = try #require(
            NoticeGroup.message(NoticeID("evt_group"), of: members, body: [1], at: .start))
        try store.closeGroup(message, of: members)
        let told = Delivery.State.grouped(into: NoticeID("evt_group"), at: .start)
        #expect(
            try reader.deliveries().map(\.delivery.state).sorted { "\($0)" < "\($1)" }
                == [told, told, told, .waiting(due: .start, attempts: 0, reason: nil)])
        let due = try store.dueDeliveries(of: slack, at: .start, greatestDelay: hour)
        #expect(due.map(\.delivery) == [message])
        #expect(due.first?.delivery.members == 3)
    }

    @Test func whatWaitsForAHookThatIsNoMoreIsAbandonedOnce() throws {
        try put(.sample(1), .sample(2, hook: "mail"), .sample(3))
        let left = try store.abandonDeliveries(except: [HookName("mail")], at: .start)
        #expect(left.map(\.hook) == [slack])
        #expect(left.map(\.count) == [2])
        #expect(try store.abandonDeliveries(except: [HookName("mail")], at: .start).isEmpty)
        #expect(try reader.hook(slack).counts == DeliveryCounts(abandoned: 2))
        #expect(try due(at: .start + hour) == [])
        // An attempt that was under way is told as it ended, but starts nothing new.
        try store.attemptEnded(
            NoticeID("evt_1"), hook: slack, state: .waiting(due: .start, attempts: 1, reason: "HTTP 500"), at: .start)
        try store.attemptEnded(NoticeID("evt_3"), hook: slack, state: .delivered(at: .start, attempts: 1), at: .start)
        #expect(try reader.hook(slack).counts == DeliveryCounts(delivered: 1, abandoned: 1))
        // Sent again by its id only: a hook of the same name may be another one.
        #expect(try store.revive(hook: slack, at: .start) == 0)
        #expect(try store.revive(hook: slack, notice: NoticeID("evt_1"), at: .start) == 1)
    }

    @Test func whatIsAboutASilencedJobWaitsForTheEndOfThat() throws {
        let job = Job.sample("ftjob-a")
        try scratch.put(job)
        try put(.sample(1, job: job.key), .sample(2))
        try store.silence(job.key, until: .start + hour, at: .start)
        #expect(try due() == [2])
        #expect(try reader.silences(at: .start) == [job.key: .start + hour])
        #expect(try due(at: .start + hour) == [1, 2])
        let state = Delivery.State.delivered(at: .start, attempts: 1)
        try store.attemptEnded(NoticeID("evt_2"), hook: slack, state: state, at: .start)
        #expect(try reader.nextDue(of: slack) == .start + hour)
        try store.silence(job.key, until: nil, at: .start)
        #expect(try due() == [1])
    }

    @Test func inQuietHoursOnlyFailuresAreDue() throws {
        try put(.sample(1), .sample(2, type: .jobFailed), .sample(3, type: .apiDegraded))
        let failures = try store.dueDeliveries(of: slack, at: .start, greatestDelay: hour, onlyFailures: true)
        #expect(failures.map(\.delivery.sequence) == [2, 3])
        #expect(try reader.nextDue(of: slack, onlyFailures: true) == .start)
    }

    @Test func testsAreFoundByTheirWishAndTheOldestGo() throws {
        for number in 1...105 {
            try store.keep(
                HookTest(
                    wish: "\(number).wish", hook: slack, time: .start + .seconds(Int64(number)), type: .jobFailed,
                    end: number == 105
                        ? .notSent(reason: "too soon")
                        : .sent(taken: true, answer: "HTTP 200", took: .milliseconds(41), body: [123, 125])))
        }
        #expect(try reader.hookTest(wish: "5.wish") == nil)
        #expect(
            try reader.hookTest(wish: "104.wish")?.end
                == .sent(taken: true, answer: "HTTP 200", took: .milliseconds(41), body: [123, 125]))
        #expect(try reader.hookTest(wish: "105.wish")?.end == .notSent(reason: "too soon"))
        #expect(try reader.lastHookTest(of: slack) == .start + .seconds(104))
        #expect(try reader.lastHookTest(of: HookName("mail")) == nil)
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
