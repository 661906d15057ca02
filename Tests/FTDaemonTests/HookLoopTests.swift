import Dispatch
import FineTuning
import HTTPClient
import Hooks
import JobStorage
import Services
import Synchronization
import Testing
import Text

@testable import FTDaemon

/// A receiver of webhooks that answers what a test says.
private final class Receiver: HTTPTransport {
    private let answer: @Sendable (_ id: String, _ count: Int) throws(HTTPTransportError) -> Int
    private let seen = Mutex<[String]>([])

    init(_ answer: @escaping @Sendable (_ id: String, _ count: Int) throws(HTTPTransportError) -> Int) {
        self.answer = answer
    }

    /// The notices' ids in the order of their attempts.
    var ids: [String] { seen.withLock { $0 } }

    func send(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse {
        guard !request.connectsOnly else { return HTTPResponse(status: 0) }
        let id = request.headers.first { $0.name == "webhook-id" }?.value ?? "none"
        let count = seen.withLock { seen in
            seen.append(id)
            return seen.filter { $0 == id }.count
        }
        return HTTPResponse(status: try answer(id, count))
    }
}

@Suite struct HookLoopTests {
    private static let name = HookName("all")
    private static let sender = WebhookSender(url: "https://hook.example/")

    /// A bench with that many due deliveries, `evt_1` first.
    private static func bench(_ count: Int, retry: [Duration] = [.zero], others: [String] = []) throws -> Workbench {
        let bench = try Workbench(hook: false)
        bench.hooks = ([Self.name.rawValue] + others).map { Workbench.hook($0, sender, retry: retry) }
        for number in 1...max(count, 1) where count > 0 { try add(number, to: bench) }
        return bench
    }

    private static func add(_ number: Int, to bench: Workbench) throws {
        let now = UnixTime.now()
        let notice = Notice(
            id: NoticeID("evt_\(number)"), type: .apiDegraded, createdAt: now, sequence: Int64(number),
            subject: .account(.default, reason: "a test"))
        let deliveries = [bench.hooks[0]].deliveries(of: notice, knowing: NoticeBackground())
        try bench.store.use {
            _ = try $0.apply(AccountChanges(account: .default, seenAt: now), deliveries: deliveries)
        }
    }

    private static func loop(_ bench: Workbench, _ receiver: Receiver) -> HookLoop {
        HookLoop(hook: bench.hooks[0], context: bench.context(transport: receiver))
    }

    private static func states(_ bench: Workbench) throws -> [String] {
        try bench.store.use { store in
            try store.reader.deliveries(DeliveryFilter(hook: name)).reversed().map { stored in
                switch stored.delivery.state {
                case .waiting(_, let attempts, _): "waiting \(attempts)"
                case .delivered(_, let attempts, _): "delivered \(attempts)"
                case .dead(_, let attempts, _): "dead \(attempts)"
                case .abandoned(_, let attempts, _): "abandoned \(attempts)"
                case .grouped(let message, _): "in \(message)"
                }
            }
        }
    }

    @Test func deliveriesGoOutInTheOrderOfEvents() throws {
        let bench = try Self.bench(250)
        let receiver = Receiver { _, _ in 204 }
        let loop = Self.loop(bench, receiver)
        loop.start()
        waitUntil("all were delivered") { receiver.ids.count == 250 }
        #expect(receiver.ids == (1...250).map { "evt_\($0)" })
        try Self.add(251, to: bench)
        loop.wake()
        waitUntil("a ring is enough") { receiver.ids.last == "evt_251" }
        #expect(bench.log.first?.hasPrefix("delivered hook=all type=ftd.api.degraded attempt=1 took=") == true)
    }

    @Test func onceMeansEveryDueDeliveryOnce() throws {
        let bench = try Self.bench(250, retry: [.zero, .zero, .zero])
        let receiver = Receiver { _, _ in 500 }
        #expect(Self.loop(bench, receiver).deliverDue())
        #expect(receiver.ids == (1...250).map { "evt_\($0)" })
        #expect(try Set(Self.states(bench)) == ["waiting 1"])
    }

    @Test func aFailureIsTriedAgainAndHoldsNobodyBack() throws {
        let bench = try Self.bench(3, retry: [.zero, .milliseconds(30), .seconds(3600)])
        let receiver = Receiver { id, count in id == "evt_1" && count < 2 ? 500 : 200 }
        let loop = Self.loop(bench, receiver)
        loop.start()
        try waitUntil("all were delivered") {
            try Self.states(bench) == ["delivered 2", "delivered 1", "delivered 1"]
        }
        #expect(receiver.ids.prefix(3) == ["evt_1", "evt_2", "evt_3"])
        #expect(receiver.ids.last == "evt_1")
    }

    @Test func aReceiverInTroubleIsLeftAloneAndThenGetsAllInOrder() throws {
        let bench = try Self.bench(3, retry: [.zero, .milliseconds(50)])
        let receiver = Receiver { id, count in id == "evt_1" && count == 1 ? 502 : 200 }
        let loop = Self.loop(bench, receiver)
        loop.start()
        try waitUntil("all were delivered") {
            try Self.states(bench) == ["delivered 1", "delivered 1", "delivered 1"]
        }
        #expect(receiver.ids == ["evt_1", "evt_1", "evt_2", "evt_3"])
        #expect(bench.log.contains { $0.hasPrefix("hook held hook=all failures=1 next=\"50 ms\" cause=\"HTTP 502\"") })
        #expect(bench.log.contains { $0.hasPrefix("hook released hook=all held=") })
    }

    @Test func afterTheLastRetryADeliveryIsDead() throws {
        let bench = try Self.bench(1, retry: [.zero, .milliseconds(10)])
        let loop = Self.loop(bench, Receiver { _, _ in 500 })
        loop.start()
        try waitUntil("it is dead") { try Self.states(bench) == ["dead 2"] }
        // The line comes after the mark in the store.
        waitUntil("it is logged") {
            bench.log.last?.hasPrefix("delivery dead hook=all type=ftd.api.degraded attempt=2 took=") == true
        }
    }

    @Test func aReceiverThatIsGoneSwitchesItsHookOff() throws {
        let bench = try Self.bench(3, others: ["other"])
        let receiver = Receiver { _, _ in 410 }
        let loop = Self.loop(bench, receiver)
        loop.start()
        try waitUntil("it is off") {
            try bench.store.use { try $0.reader.hook(Self.name).disabled?.reason }
                == "HTTP 410: the receiver is gone for good"
        }
        #expect(receiver.ids == ["evt_1"])
        #expect(try Self.states(bench) == ["dead 1", "dead 0", "dead 0"])
        #expect(try bench.notices("other") == ["disabled"])
        waitUntil("it is logged") { bench.log.contains { $0.hasPrefix("hook disabled hook=all") } }
    }

    /// What was due to a hook that is off or silent was looked at a hundred times a second.
    @Test func aHookThatIsOffOrSilentRests() throws {
        let bench = try Self.bench(1)
        let receiver = Receiver { _, _ in 200 }
        try bench.store.use { try $0.silence(Self.name, until: .now() + .seconds(3600)) }
        let silent = Self.loop(bench, receiver)
        silent.start()
        waitUntil("it has looked") { silent.ticker.turns > 0 }
        try bench.store.use { try $0.silence(Self.name, until: nil) }
        _ = try bench.store.use { try $0.disable(Self.name, reason: "gone", at: .now()) }
        try Self.add(2, to: bench)
        let off = Self.loop(bench, receiver)
        off.start()
        waitUntil("it has looked") { off.ticker.turns > 0 }
        let wait = DispatchSemaphore(value: 0)
        _ = wait.wait(timeout: .now() + .milliseconds(200))
        #expect(silent.ticker.turns == 1)
        #expect(off.ticker.turns == 1)
        #expect(receiver.ids == [])
    }

    @Test func theEndOfASilenceBringsWhatWaited() throws {
        let bench = try Self.bench(1)
        let receiver = Receiver { _, _ in 200 }
        // Whole seconds: what is stored ends a moment before or after this one.
        try bench.store.use { try $0.silence(Self.name, until: .now() + .milliseconds(1200)) }
        let loop = Self.loop(bench, receiver)
        loop.start()
        try waitUntil("it was delivered") { try Self.states(bench) == ["delivered 1"] }
    }

    @Test func anAttemptThatOurStopCutDoesNotCount() throws {
        let bench = try Self.bench(2)
        let stopped = Mutex<HookLoop?>(nil)
        let group = DispatchGroup()
        let receiver = Receiver { _, _ throws(HTTPTransportError) in
            stopped.withLock { $0?.stop(.cut, group) }
            throw HTTPTransportError(.cancelled)
        }
        let loop = Self.loop(bench, receiver)
        stopped.withLock { $0 = loop }
        loop.start()
        waitUntil("it was attempted") { receiver.ids.count == 1 }
        #expect(group.wait(timeout: .now() + .seconds(10)) == .success)
        #expect(receiver.ids == ["evt_1"])
        #expect(try Self.states(bench) == ["waiting 0", "waiting 0"])
        #expect(try bench.store.use { try $0.resumeCutAttempts() } == [])
    }

    @Test func aStopEndsAProgramThatRuns() throws {
        let bench = try Self.bench(1)
        bench.hooks = [Workbench.hook(Self.name.rawValue, ProgramSender(arguments: ["/bin/sleep", "60"]))]
        let loop = HookLoop(hook: bench.hooks[0], context: bench.context())
        loop.start()
        try waitUntil("it runs") {
            try bench.store.use { try $0.reader.deliveries().first?.attemptStarted } != nil
        }
        let start = ContinuousClock.now
        let group = DispatchGroup()
        loop.stop(.cut, group)
        #expect(group.wait(timeout: .now() + .seconds(5)) == .success)
        #expect(ContinuousClock.now - start < .seconds(4))
        #expect(try Self.states(bench) == ["waiting 0"])
    }
}
