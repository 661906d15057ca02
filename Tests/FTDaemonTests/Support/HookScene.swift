import FineTuning
import HTTPClient
import Hooks
import JobStorage
import Services
import Settings
import Synchronization
import Testing
import Text

@testable import FTDaemon

/// A hook whose days pass in an instant: its notices, a clock that only the test moves, and a receiver by a rule.
final class HookScene {
    /// What the receiver answers to a request; to a look without one, whose id is empty, whether there is a way to it.
    typealias Answer = @Sendable (_ id: String, _ time: UnixTime) throws(HTTPTransportError) -> HTTPResponse

    /// A request, and when it came.
    struct Call: Hashable {
        let id: String
        let time: UnixTime
        let isTaken: Bool
    }

    private struct State {
        var now = HookScene.start
        var calls: [Call] = []
        var looks = 0
    }

    private final class Receiver: HTTPTransport {
        let state: Mutex<State>
        let answer: Answer

        init(_ answer: @escaping Answer) {
            state = Mutex(State())
            self.answer = answer
        }

        func send(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse {
            guard !request.connectsOnly else {
                let time = state.withLock { state in
                    state.looks += 1
                    return state.now
                }
                return try answer("", time)
            }
            let id = request.headers.first { $0.name == "webhook-id" }?.value ?? "none"
            let time = state.withLock { $0.now }
            var response = HTTPResponse(status: 0)
            defer {
                let isTaken = (200..<300).contains(response.status)
                state.withLock {
                    $0.calls.append(Call(id: id, time: time, isTaken: isTaken))
                    // An answer takes a while.
                    $0.now = $0.now + .milliseconds(3)
                }
            }
            response = try answer(id, time)
            return response
        }
    }

    /// 2026-11-22 12:00:00 UTC.
    static let start = UnixTime(seconds: 1_795_348_800)
    static let name = HookName("web")

    private let receiver: Receiver
    private let bench: Workbench
    private let hook: Hook
    private var sending: HookSending

    init(
        retry: [Duration] = RetrySchedule.standard.delays, sender: (any HookSender)? = nil,
        change: (inout HookSettings) -> Void = { _ in }, _ answer: @escaping Answer
    ) throws {
        var settings = HookSettings(name: Self.name)
        settings.on = ["all"]
        settings.schedule = RetrySchedule(delays: retry)
        change(&settings)
        let hook = Hook(settings, sender: sender ?? WebhookSender(url: "https://hook.example/"))
        let bench = try Workbench(hook: false)
        bench.hooks = [hook]
        let receiver = Receiver(answer)
        self.receiver = receiver
        self.bench = bench
        self.hook = hook
        sending = Self.sending(hook, bench, receiver)
    }

    private static func sending(_ hook: Hook, _ bench: Workbench, _ receiver: Receiver) -> HookSending {
        HookSending(
            hook: hook, context: bench.context(transport: receiver), runner: HookRunner(transport: receiver),
            stop: StopFlag(), pulse: Pulse(), clock: { receiver.state.withLock { $0.now } },
            zone: LocalTime(zone: .utc))
    }

    /// Forgets all that is not in the store.
    func restart() { sending = Self.sending(hook, bench, receiver) }

    var now: UnixTime { receiver.state.withLock { $0.now } }

    /// Every request so far.
    var calls: [Call] { receiver.state.withLock { $0.calls } }

    /// How often it was looked whether there is a way to the receiver.
    var looks: Int { receiver.state.withLock { $0.looks } }

    /// The notices that were taken, in the order of that.
    var taken: [String] { calls.filter(\.isTaken).map(\.id) }

    /// The store.
    var store: SharedStore { bench.store }

    /// Sets the clock, also back.
    func set(_ time: UnixTime) { receiver.state.withLock { $0.now = time } }

    /// Makes notices now, `evt_FIRST` first.
    func make(_ numbers: ClosedRange<Int>, _ type: NoticeType = .apiDegraded) throws {
        for number in numbers {
            let notice = Notice(
                id: NoticeID("evt_\(number)"), type: type, createdAt: now, sequence: Int64(number),
                subject: .account(.default, reason: "a test"))
            let deliveries = bench.hooks.deliveries(of: notice, knowing: NoticeBackground())
            try store.use {
                _ = try $0.apply(AccountChanges(account: .default, seenAt: now), deliveries: deliveries)
            }
        }
    }

    /// Lets the hook's loop do what it does until the clock shows a time: passes, and the waits between them.
    ///
    /// - Returns: how many passes there were.
    @discardableResult
    func run(until end: UnixTime) throws -> Int {
        var passes = 0
        while now < end {
            var attempted: Set<NoticeID> = []
            let pass = try sending.pass(except: &attempted)
            passes += 1
            receiver.state.withLock { state in
                state.now = min(state.now + max(pass.wait(at: state.now), .milliseconds(1)), max(end, state.now))
            }
        }
        return passes
    }

    /// Where each notice stands: `waiting 1`, in the order of events.
    func states() throws -> [String] {
        try store.use { store in
            try store.reader.deliveries(DeliveryFilter(hook: Self.name)).reversed().map { stored in
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

    func hold() throws -> HookHold? { try store.use { try $0.reader.hookRow(Self.name)?.hold } }
}
