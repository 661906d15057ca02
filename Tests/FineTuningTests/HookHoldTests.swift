import FineTuning
import Testing

@Suite struct HookHoldTests {
    private static let now = UnixTime(seconds: 1_000_000)
    private let schedule = RetrySchedule(delays: [.zero, .seconds(5), .seconds(300)])

    /// What a receiver's trouble was: an attempt of the notice, pulled forward by every success of another.
    @Test func aReceiversTroubleIsNobodysAttempt() {
        let end = schedule.end(of: .receiverTrouble(reason: "no route", retryAfter: nil), attempts: 2, at: Self.now)
        #expect(end.state == nil)
        let hold = HookHold(
            since: Self.now, failures: 1, began: Self.now, until: Self.now + .seconds(5), reason: "no route")
        #expect(end == .holdsHook(hold))
    }

    @Test(
        arguments: [
            (1, nil, 5), (2, nil, 300), (3, nil, 300), (40, nil, 300), (1, 60, 60), (2, 1, 1), (1, 0, 1),
            (1, 7200, 7200), (1, 31_536_000, 604_800),
        ] as [(Int, Int64?, Int64)])
    func theStepsAreTheHooksOwnTheLastOneRepeating(failures: Int, retryAfter: Int64?, wait: Int64) {
        let since = Self.now - .seconds(10_000)
        let earlier =
            failures == 1
            ? nil
            : HookHold(since: since, failures: failures - 1, began: since, until: Self.now, reason: "before")
        let hold = schedule.hold(
            after: earlier, reason: "r", retryAfter: retryAfter.map { .seconds($0) }, at: Self.now)
        #expect(
            hold
                == HookHold(
                    since: earlier == nil ? Self.now : since, failures: failures, began: Self.now,
                    until: Self.now + .seconds(wait), isAsked: retryAfter != nil, reason: "r"))
    }

    @Test(arguments: [([0], 1000), ([0, 0], 1000), ([7000], 7000), ([0, 20], 20)] as [([Int64], Int64)])
    func aScheduleOfNothingMakesNoBusyLoop(delays: [Int64], wait: Int64) {
        let schedule = RetrySchedule(delays: delays.map { .milliseconds($0) })
        let hold = schedule.hold(after: nil, reason: "r", retryAfter: nil, at: Self.now)
        #expect(hold.until == Self.now + .milliseconds(wait))
    }

    @Test(arguments: [(Int64(10), Int64(300)), (0, 300), (-3600, -3300), (-31_536_000, -31_535_700)])
    func aClockThatWasSetBackMakesNoHoldLonger(jump: Int64, until: Int64) {
        let hold = HookHold(
            since: Self.now - .seconds(50), failures: 2, began: Self.now, until: Self.now + .seconds(300), reason: "r"
        ).rebased(to: Self.now + .seconds(jump))
        #expect(hold.until == Self.now + .seconds(until))
        #expect(hold.since <= Self.now + .seconds(max(jump, -50)))
    }

    @Test func aReceiverThatIsBackIsProbedAtOnceUnlessItAskedForTime() {
        var hold = HookHold(
            since: Self.now, failures: 1, began: Self.now, until: Self.now + .seconds(300), reason: "r")
        #expect(hold.shortened(at: Self.now + .seconds(9)).until == Self.now + .seconds(9))
        #expect(hold.shortened(at: Self.now + .seconds(900)) == hold)
        hold.isAsked = true
        #expect(hold.shortened(at: Self.now) == hold)
    }

    /// Refused at -100 s, due in 200 s; held from `since` on, until `now`.
    @Test(arguments: [(Int64(0), Int64(200)), (-50, 250), (-100, 300), (-5000, 300)])
    func timeHeldAgesNoNotice(since: Int64, due: Int64) {
        var delivery = Delivery(
            notice: NoticeID("evt_1"), hook: HookName("h"), type: .jobSucceeded, job: nil, sequence: 1, body: [],
            createdAt: Self.now - .seconds(500),
            state: .waiting(due: Self.now + .seconds(200), attempts: 1, reason: "r"),
            waitsSince: Self.now - .seconds(100))
        let after = delivery.afterHold(since: Self.now + .seconds(since), at: Self.now)
        #expect(after.state == .waiting(due: Self.now + .seconds(due), attempts: 1, reason: "r"))
        #expect(after.waitsSince == Self.now + .seconds(due - 300))
        // One that was never tried is sent as soon as the hold ends.
        delivery.state = .waiting(due: Self.now - .seconds(100), attempts: 0, reason: nil)
        #expect(delivery.afterHold(since: Self.now + .seconds(since), at: Self.now) == delivery)
    }
}

@Suite struct HookPaceTests {
    private static let start = UnixTime(seconds: 1_000)

    @Test func withoutARateNothingWaits() {
        var pace = HookPace(rate: nil)
        pace.began(at: Self.start)
        #expect(pace.wait(at: Self.start) == .zero)
        #expect(!pace.isPaced)
    }

    @Test func aRateIsTheTimeBetweenTwoBeginnings() {
        var pace = HookPace(rate: DeliveryRate(count: 30, period: .seconds(60)))
        #expect(pace.wait(at: Self.start) == .zero)
        pace.began(at: Self.start)
        #expect(pace.wait(at: Self.start + .milliseconds(500)) == .milliseconds(1500))
        #expect(pace.wait(at: Self.start + .seconds(2)) == .zero)
        #expect(pace.wait(at: Self.start - .seconds(3600)) == .seconds(2))
    }

    /// What it took, until when it asked to wait, and the pace that shows.
    @Test(
        arguments: [(1, 1000, 1000), (5, 2000, 400), (0, 3000, 0), (30, 60_000, 2000), (1, 60_000, 60_000)]
            as [(Int, Int64, Int64)])
    func aReceiverThatAsksForTimeShowsItsPace(taken: Int, until: Int64, pace shown: Int64) {
        var pace = HookPace(rate: nil)
        for _ in 0..<taken {
            pace.began(at: Self.start)
            pace.answered()
        }
        pace.began(at: Self.start)
        pace.held(until: Self.start + .milliseconds(until), at: Self.start)
        let next = Self.start + .milliseconds(until)
        pace.began(at: next)
        #expect(pace.wait(at: next) == .milliseconds(shown))
        pace.drained()
        #expect(pace.wait(at: next) == .zero)
    }
}

@Suite struct HookPaceRecoveryTests {
    private static let start = UnixTime(seconds: 1_000)

    private static func pace(taking count: Int, until end: Int64) -> HookPace {
        var pace = HookPace(rate: nil)
        for _ in 0..<count {
            pace.began(at: start)
            pace.answered()
        }
        pace.began(at: start)
        pace.held(until: start + .seconds(end), at: start)
        return pace
    }

    /// A receiver that is being mended asks for minutes: what followed went at one a minute.
    @Test(arguments: [61, 600, 86_400] as [Int64]) func aPauseIsNoPace(seconds: Int64) {
        let pace = Self.pace(taking: 10, until: seconds)
        #expect(!pace.isPaced)
        #expect(pace.wait(at: Self.start + .seconds(seconds)) == .zero)
    }

    @Test func aSlowPaceIsDoubledWhileNobodyAsksForTime() {
        var pace = Self.pace(taking: 1, until: 60)
        var waits: [Duration] = []
        for _ in 0..<50 {
            let now = Self.start + .seconds(60)
            pace.began(at: now)
            waits.append(pace.wait(at: now))
            pace.answered()
        }
        #expect(waits[0] == .seconds(60))
        #expect(
            [10, 20, 30, 40, 49].map { waits[$0] } == [30, 15, 7.5, 3.75, 3.75].map { .milliseconds(Int64($0 * 1000)) })
    }

    @Test func whoAsksForTimeAgainShowsAnotherPace() {
        var pace = Self.pace(taking: 1, until: 30)
        let now = Self.start + .seconds(30)
        for _ in 0..<9 {
            pace.began(at: now)
            pace.answered()
        }
        pace.held(until: now + .seconds(30), at: now)
        pace.began(at: now + .seconds(30))
        pace.answered()
        #expect(pace.wait(at: now + .seconds(30)) == .milliseconds(30_000 / 9))
    }
}

@Suite struct ReceiverLooksTests {
    private static let now = UnixTime(seconds: 1_000_000)

    @Test func aReceiverIsLookedAtEvenMoreOftenWhileItIsAway() {
        var looks = ReceiverLooks()
        #expect(looks.wait(isAway: false, at: Self.now) == .zero)
        looks.looked(at: Self.now)
        #expect(looks.wait(isAway: true, at: Self.now + .seconds(10)) == .seconds(20))
        #expect(looks.wait(isAway: false, at: Self.now + .seconds(10)) == .seconds(50))
        #expect(looks.wait(isAway: true, at: Self.now + .seconds(31)) == .zero)
        // Also after the clock was set back.
        #expect(looks.wait(isAway: true, at: Self.now - .seconds(86_400)) == .zero)
    }

    @Test(
        arguments: [
            (wasAway: true, isAway: false, until: Int64(9)), (true, true, 300), (false, false, 300), (false, true, 300),
        ])
    func onlyAReceiverThatWasAwayIsBack(wasAway: Bool, isAway: Bool, until: Int64) {
        var hold = HookHold(
            since: Self.now, failures: 1, began: Self.now, until: Self.now + .seconds(300), isAway: wasAway,
            reason: "r")
        let looked = hold.looked(isAway: isAway, at: Self.now + .seconds(9))
        #expect(looked.until == Self.now + .seconds(until))
        #expect(looked.isAway == isAway)
        // What it asked for is never undercut.
        hold.isAsked = true
        #expect(hold.looked(isAway: isAway, at: Self.now).until == Self.now + .seconds(300))
    }
}

@Suite struct NoticeGroupTests {
    private static let start = UnixTime(seconds: 1_000)

    private static func delivery(
        _ number: Int64, _ type: NoticeType = .jobSucceeded, age: Int64, attempts: Int = 0
    ) -> Delivery {
        let created = start - .seconds(age)
        return Delivery(
            notice: NoticeID("evt_\(number)"), hook: HookName("h"), type: type, job: nil, sequence: number, body: [],
            createdAt: created, state: .waiting(due: created + .seconds(30), attempts: attempts, reason: nil))
    }

    private static func closing(_ waiting: Delivery...) -> [Int64] {
        NoticeGroup.closing(waiting, at: start).map(\.sequence)
    }

    @Test func aBurstIsOverWhenItsFirstNoticeIsDue() {
        #expect(Self.closing(Self.delivery(1, age: 29), Self.delivery(2, age: 1)) == [])
        #expect(Self.closing(Self.delivery(1, age: 30), Self.delivery(2, age: 1)) == [1, 2])
    }

    @Test func oneAloneStaysItself() { #expect(Self.closing(Self.delivery(1, age: 60)) == []) }

    @Test func whatWasTriedOrIsAMessageOfAGroupKeepsItsID() {
        var message = Self.delivery(3, age: 60)
        message.members = 4
        let waiting = [
            Self.delivery(1, age: 60, attempts: 1), Self.delivery(2, age: 60), message, Self.delivery(4, age: 2),
        ]
        #expect(NoticeGroup.closing(waiting, at: Self.start).map(\.sequence) == [2, 4])
    }

    /// What does not fit is the next message.
    @Test func aMessageIsAsSmallAsAnyOther() {
        let waiting = (1...60).map { Self.delivery($0, age: 60) }
        #expect(NoticeGroup.closing(waiting, at: Self.start).count == 50)
        let large = waiting.map { delivery in
            var delivery = delivery
            delivery.body = Array(repeating: 32, count: 5000)
            return delivery
        }
        #expect(NoticeGroup.closing(large, at: Self.start).map(\.sequence) == [1, 2, 3])
    }

    @Test func aMessageIsOfTheTypeOfItsFirstFailure() throws {
        let members = [
            Self.delivery(1, age: 9), Self.delivery(2, .jobFailed, age: 8), Self.delivery(3, .apiDegraded, age: 7),
            Self.delivery(4, .jobCancelled, age: 1),
        ]
        let id = NoticeID("evt_g")
        let message = try #require(NoticeGroup.message(id, of: members, body: [7], at: Self.start))
        #expect(message.type == .jobFailed)
        #expect(message.sequence == 4)
        #expect(message.members == 4)
        #expect(NoticeGroup.message(id, of: [members[0], members[3]], body: [], at: Self.start)?.type == .jobCancelled)
        #expect(NoticeGroup.message(id, of: [], body: [], at: Self.start) == nil)
    }
}
