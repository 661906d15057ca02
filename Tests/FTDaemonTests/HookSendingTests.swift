import FineTuning
import HTTPClient
import Hooks
import JSONText
import JobStorage
import Settings
import Synchronization
import Testing
import Text

@testable import FTDaemon

/// A kind that tells people: how many at once is its id.
private struct PeopleSender: HookSender {
    func send(
        _ delivery: Delivery, _ attempt: HookAttempt.Terms, isCancelled: () -> Bool
    ) -> HookAttempt.Result {
        let request = HTTPRequest(
            method: .post, url: "https://hook.example/",
            headers: [HTTPHeader("webhook-id", "\(delivery.members) of \(delivery.notice.rawValue.prefix(5))")])
        do throws(HTTPTransportError) {
            let status = try attempt.transport.send(request).status
            let isTaken = status < 300
            return HookAttempt.Result(
                isTaken ? .delivered("HTTP \(status)") : .refused(reason: "HTTP \(status)", retryAfter: nil))
        } catch { return HookAttempt.Result(.receiverTrouble(reason: "\(error)", retryAfter: nil)) }
    }
}

/// What a hook's notices go through in days of trouble, on a clock that the test moves.
@Suite struct HookSendingTests {
    private static let start = HookScene.start
    private static let hour: Duration = .seconds(3600)

    private static func time(_ hours: Double) -> UnixTime { start + .milliseconds(Int64(hours * 3_600_000)) }

    private static func answer(_ status: Int, retryAfter: Int? = nil) -> HTTPResponse {
        HTTPResponse(status: status, headers: retryAfter.map { [HTTPHeader("Retry-After", "\($0)")] } ?? [])
    }

    private static func ids(_ numbers: ClosedRange<Int>) -> [String] { numbers.map { "evt_\($0)" } }

    /// At the default schedule, which promises three and a half days, it was dead after 8.7 s.
    @Test func aNoticeThatIsRefusedWhileTwelveOthersEndHasItsWholeSchedule() throws {
        let scene = try HookScene { id, _ in Self.answer(id == "evt_1" ? 400 : 200) }
        try scene.make(1...1)
        try scene.run(until: Self.start + .seconds(1))
        for number in 2...13 {
            try scene.make(number...number)
            try scene.run(until: scene.now + .seconds(1))
        }
        #expect(scene.taken == Self.ids(2...13))
        #expect(try scene.states() == ["waiting 2"] + Array(repeating: "delivered 1", count: 12))
        try scene.run(until: Self.time(75.5))
        #expect(try scene.states().first == "waiting 9")
        try scene.run(until: Self.time(75.7))
        #expect(try scene.states().first == "dead 10")
        var due = Self.start
        for (call, delay) in zip(scene.calls.filter { $0.id == "evt_1" }, RetrySchedule.standard.delays) {
            due = due + delay
            #expect(call.time >= due && call.time < due + .seconds(1))
            due = call.time
        }
    }

    /// As Slack does it: 575 requests in 10 s, of which 7 were taken, and 93 left waiting for hours.
    @Test func aHundredNoticesGoToAReceiverOfOneASecondAtItsPace() throws {
        let last = Mutex<UnixTime?>(nil)
        let scene = try HookScene { _, time in
            last.withLock { last in
                if let taken = last, time - taken < .seconds(1) { return Self.answer(429, retryAfter: 1) }
                last = time
                return Self.answer(200)
            }
        }
        try scene.make(1...100)
        let passes = try scene.run(until: Self.start + .seconds(110))
        #expect(scene.taken == Self.ids(1...100))
        #expect(try Set(scene.states()) == ["delivered 1"])
        let times = scene.calls.map(\.time)
        for time in times {
            let second = times.filter { $0 >= time && $0 - time < .seconds(1) }
            #expect(second.count <= 2)
        }
        // One refusal shows the pace; after that there is none.
        #expect(scene.calls.count == 101)
        #expect(passes < 300)
    }

    @Test func aRateIsKeptWithoutAnyRefusal() throws {
        let scene = try HookScene(change: { $0.rate = DeliveryRate(count: 2, period: .seconds(1)) }) { _, _ in
            Self.answer(204)
        }
        try scene.make(1...20)
        try scene.run(until: Self.start + .seconds(10))
        #expect(scene.taken == Self.ids(1...20))
        for (first, second) in zip(scene.calls, scene.calls.dropFirst()) {
            #expect(second.time - first.time >= .milliseconds(500))
        }
    }

    /// Broken after 1.4 s.
    @Test(arguments: [1, 60, 7200, 400_000]) func aRetryAfterIsNeverUndercut(seconds: Int) throws {
        let end = Self.start + .seconds(Int64(seconds))
        let scene = try HookScene { _, time in
            time < end ? Self.answer(503, retryAfter: seconds) : Self.answer(200)
        }
        try scene.make(1...1)
        try scene.run(until: Self.start + .seconds(1))
        try scene.make(2...5)
        try scene.run(until: end + .seconds(2))
        #expect(scene.calls.first?.isTaken == false)
        #expect(scene.calls.dropFirst().allSatisfy { $0.time >= end })
        #expect(scene.taken == Self.ids(1...5))
    }

    /// Two days, with the default schedule, whose steps are hours by then: everything once, in order, within a minute of its
    /// return.
    @Test(arguments: [HTTPTransportError.Kind.couldNotConnect, .couldNotResolve, .timedOut, .untrusted])
    func aReceiverThatWasDownForTwoDaysGetsEverythingOnceAndInOrder(kind: HTTPTransportError.Kind) throws {
        let back = Self.time(48.2)
        let scene = try HookScene { _, time throws(HTTPTransportError) in
            guard time >= back else { throw HTTPTransportError(kind) }
            return Self.answer(200)
        }
        for hour in 0..<48 {
            try scene.make(hour * 4 + 1...hour * 4 + 4)
            try scene.run(until: Self.time(Double(hour + 1)))
            // Nor does a restart of the daemon make anything of it.
            if hour % 20 == 19 { scene.restart() }
        }
        // Probes by the steps of the schedule, and nobody's attempt.
        #expect(scene.calls.count == 8)
        #expect(Set(scene.calls.map(\.id)) == ["evt_1"])
        #expect(try Set(scene.states()) == ["waiting 0"])
        let asked = scene.calls.count
        try scene.run(until: back + .seconds(60))
        #expect(scene.taken == Self.ids(1...192))
        #expect(scene.calls.count == asked + 192)
        #expect(try scene.hold() == nil)
    }

    /// A look shows a way to it all the time: only the probes by the schedule find out.
    @Test func aReceiverThatIsThereAndInTroubleIsProbedByTheSchedule() throws {
        let scene = try HookScene(retry: [.zero, .seconds(3600)]) { id, time in
            id.isEmpty || time >= Self.time(1.5) ? Self.answer(200) : Self.answer(502)
        }
        try scene.make(1...3)
        try scene.run(until: Self.time(2) - .seconds(1))
        #expect(scene.calls.map(\.id) == ["evt_1", "evt_1"])
        #expect((50...70).contains(scene.looks / 2))
        scene.restart()
        try scene.run(until: Self.time(2.1))
        #expect(scene.taken == Self.ids(1...3))
    }

    /// The rest of the burst went at one a minute.
    @Test func afterALongPauseTheRestOfABurstGoesAsFastAsBefore() throws {
        let pause = Self.start + .seconds(600)
        let count = Mutex(0)
        let scene = try HookScene { _, time in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return number > 10 && time < pause ? Self.answer(503, retryAfter: 600) : Self.answer(200)
        }
        try scene.make(1...100)
        try scene.run(until: pause + .seconds(5))
        #expect(scene.taken == Self.ids(1...100))
        #expect(scene.calls.count == 101)
    }

    @Test func theHoldStepsThroughTheHooksOwnSchedule() throws {
        let scene = try HookScene { _, _ throws(HTTPTransportError) in throw HTTPTransportError(.timedOut) }
        try scene.make(1...3)
        try scene.run(until: Self.time(200))
        var due = Self.start
        let steps = Array(RetrySchedule.standard.delays.dropFirst()) + Array(repeating: .seconds(86_400), count: 9)
        for (call, step) in zip(scene.calls.dropFirst(), steps) {
            due = due + step
            #expect(call.time >= due && call.time < due + .seconds(1))
            due = call.time
        }
        #expect(scene.calls.count >= 14)
        #expect(try Set(scene.states()) == ["waiting 0"])
    }

    /// Refused for half its schedule, then held for a week: the other half is still before it.
    @Test func timeHeldIsNoTimeOfANoticesSchedule() throws {
        let (down, back) = (Self.time(2), Self.time(170))
        let scene = try HookScene(retry: [.zero, Self.hour, .seconds(7200)]) { id, time throws(HTTPTransportError) in
            if time >= down, time < back { throw HTTPTransportError(.couldNotConnect) }
            return Self.answer(id == "evt_1" ? 422 : 200)
        }
        try scene.make(1...1)
        try scene.run(until: Self.time(2.1))
        #expect(try scene.states() == ["waiting 2"])
        try scene.make(2...2)
        // The hold began at 2.1 h, with nine tenths of an hour before the next attempt of the first one.
        try scene.run(until: Self.time(170.8))
        #expect(try scene.states() == ["waiting 2", "delivered 1"])
        #expect(!scene.calls.contains { $0.id == "evt_1" && $0.time > Self.time(2) })
        try scene.run(until: Self.time(171))
        #expect(try scene.states() == ["dead 3", "delivered 1"])
    }

    @Test func aClockThatWasSetBackDelaysNoProbe() throws {
        let scene = try HookScene(retry: [.zero, .seconds(300)]) { _, _ in Self.answer(502) }
        try scene.make(1...1)
        try scene.run(until: Self.start + .seconds(1))
        let early = Self.start - .seconds(31_536_000)
        scene.set(early)
        try scene.run(until: early + .seconds(301))
        #expect(scene.calls.count == 2)
        #expect((scene.calls.last?.time ?? .now()) <= early + .seconds(301))
    }

    @Test func aHoldOutlivesTheDaemon() throws {
        let scene = try HookScene { _, _ in Self.answer(429, retryAfter: 600) }
        try scene.make(1...1)
        try scene.run(until: Self.start + .seconds(1))
        #expect(try scene.hold()?.reason == "HTTP 429")
        #expect(try scene.hold()?.isAsked == true)
        scene.restart()
        try scene.run(until: Self.start + .seconds(599))
        #expect(scene.calls.count == 1)
        try scene.run(until: Self.start + .seconds(601))
        #expect(scene.calls.count == 2)
    }

    @Test func inQuietHoursOnlyFailuresAreToldAndTheRestFollows() throws {
        // It is noon; quiet from 11:00 to 13:00.
        let scene = try HookScene(change: { $0.quiet = QuietHours(start: 660, end: 780) }) { _, _ in Self.answer(200) }
        try scene.make(1...1, .apiRecovered)
        try scene.make(2...2, .apiDegraded)
        try scene.make(3...3, .apiRecovered)
        try scene.run(until: Self.time(1) - .seconds(1))
        #expect(scene.taken == ["evt_2"])
        try scene.run(until: Self.time(1) + .seconds(2))
        #expect(scene.taken == ["evt_2", "evt_1", "evt_3"])
        #expect(scene.calls.dropFirst().allSatisfy { $0.time < Self.time(1) + .seconds(1) })
    }

    @Test func aBurstIsOneMessageUnderOneID() throws {
        let answers = Mutex([500, 200, 200])
        let scene = try HookScene(
            retry: [.zero, .seconds(60)], sender: PeopleSender(), change: { $0.group = .seconds(30) }
        ) { _, _ in Self.answer(answers.withLock { $0.isEmpty ? 200 : $0.removeFirst() }) }
        try scene.make(1...3)
        try scene.run(until: Self.start + .seconds(20))
        try scene.make(4...4)
        try scene.run(until: Self.start + .seconds(29))
        #expect(scene.calls.isEmpty)
        try scene.run(until: Self.start + .seconds(100))
        #expect(scene.calls.map(\.id).allSatisfy { $0.hasPrefix("4 of evt_") })
        #expect(scene.calls.count == 2)
        let rows = try scene.store.use { try $0.reader.deliveries() }.map(\.delivery)
        let message = try #require(rows.first { $0.members == 4 })
        let body = try JSONValue.parse(message.body)
        #expect(body["id"]?.string == message.notice.rawValue)
        #expect(body["data"]?["data"]?.array?.map { $0["id"]?.string } == ["evt_1", "evt_2", "evt_3", "evt_4"])
        #expect(try scene.states().filter { $0 == "in \(message.notice)" }.count == 4)
        // One that is alone stays itself.
        try scene.make(5...5)
        try scene.run(until: Self.start + .seconds(200))
        #expect(scene.calls.last?.id == "0 of evt_5")
    }

    @Test func aDayLongHangOfAReceiverIsItsOwn() throws {
        let slow = try HookScene { _, _ throws(HTTPTransportError) in throw HTTPTransportError(.timedOut) }
        let other = try HookScene { _, _ in Self.answer(200) }
        for scene in [slow, other] {
            try scene.make(1...50)
            try scene.run(until: Self.time(24))
        }
        #expect(other.taken == Self.ids(1...50))
        #expect(other.calls.allSatisfy { $0.time < Self.start + .seconds(2) })
        #expect(slow.calls.count < 10)
    }
}
