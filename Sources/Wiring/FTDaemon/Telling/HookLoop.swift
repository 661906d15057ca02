import Dispatch
import FineTuning
import Glibc
import Hooks
import JobStorage
import Services
import Synchronization
import Text

/// Delivers to one hook, in the order of events; a hook that hangs or fails delays no other.
final class HookLoop: Loop {
    let pulse = Pulse()
    private let hook: Hook
    private let context: DaemonContext
    private let sending: HookSending
    private let testing: HookTesting
    private let stop = StopFlag()
    let ticker: Ticker
    private let failures = Mutex(0)

    init(hook: Hook, context: DaemonContext) {
        self.hook = hook
        self.context = context
        let runner = HookRunner(transport: context.transport(stop))
        let clock: @Sendable () -> UnixTime = { .now() }
        sending = HookSending(hook: hook, context: context, runner: runner, stop: stop, pulse: pulse, clock: clock)
        testing = HookTesting(hook: hook, context: context, runner: runner, clock: clock)
        ticker = Ticker(name: "ftd.hook.\(hook.name)")
    }

    func start() { ticker.start { [weak self] in self?.turn() } }

    /// Looks at the outbox at once.
    func wake() { ticker.wake() }

    /// Begins no further attempt; the one under way is let finish, or cut short.
    func stop(_ stop: LoopStop, _ group: DispatchGroup) {
        self.stop.raise(stop)
        ticker.stop(group)
    }

    private func turn() -> Ticker.Wait? {
        guard !stop.isRaised else { return nil }
        testSoon()
        var attempted: Set<NoticeID> = []
        let pass = deliverSome(except: &attempted)
        let wait = pass.wait(at: .now())
        guard !stop.isRaised else { return nil }
        pulse.expect(within: wait)
        return Ticker.Wait(wait, least: pass.outlastsWakes ? wait : .zero)
    }

    /// Attempts every delivery whose time has come, once, for `--once`; between them it waits as the hook's rate asks.
    ///
    /// - Returns: false when the store failed.
    func deliverDue() -> Bool {
        testSoon()
        var attempted: Set<NoticeID> = []
        while !stop.isRaised {
            let before = attempted.count
            switch deliverSome(except: &attempted) {
            case .storeFailed: return false
            case .disabled, .silenced, .held: return true
            case .paced(let wait): pause(wait)
            case .attempted: if attempted.count == before { return true }
            }
        }
        return true
    }

    private func pause(_ wait: Duration) {
        let end = SuspendingClock.now + wait
        while !stop.isRaised, SuspendingClock.now < end {
            usleep(10_000)
        }
    }

    /// Sends the samples that somebody has asked for.
    private func testSoon() {
        for request in context.hookTests.take(hook.name) where !stop.isRaised {
            pulse.expect(within: hook.timeout + .seconds(10))
            let stop = stop
            do { try testing.run(request) { stop.isCutting } } catch {
                context.log.error("the hook was not tested", ["hook": hook.name.rawValue, "cause": "\(error)"])
            }
        }
    }

    /// Attempts deliveries that are due, a hundred at the most, each that was not attempted yet.
    private func deliverSome(except attempted: inout Set<NoticeID>) -> OutboxPass {
        do {
            let pass = try sending.pass(except: &attempted)
            failures.withLock { $0 = 0 }
            return pass
        } catch {
            let pass = OutboxPass.storeFailed(
                inARow: failures.withLock { count in
                    count += 1
                    return count
                })
            if pass.isLogged {
                context.log.error("the outbox could not be used", ["hook": hook.name.rawValue, "cause": "\(error)"])
            }
            if !StoreError.isTemporary(error) { context.storeFailed("\(error)") }
            return pass
        }
    }
}
