import Dispatch
import FineTuning
import Glibc
import Synchronization
import Testing

@testable import Services

/// How long a test waits for something that must happen.
private let patience = DispatchTimeInterval.seconds(10)

@Suite struct DispatchTimerTests {
    private let queue = DispatchQueue(label: "test.timer")

    @Test func itFiresOnceEachTimeItIsSet() {
        let fired = DispatchSemaphore(value: 0)
        let timer = DispatchTimer(queue: queue) { fired.signal() }
        for _ in 0..<3 {
            timer.schedule(after: .milliseconds(1))
            #expect(fired.wait(timeout: .now() + patience) == .success)
        }
        #expect(fired.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
    }

    @Test func settingItAgainMovesIt() {
        let fired = DispatchSemaphore(value: 0)
        let timer = DispatchTimer(queue: queue) { fired.signal() }
        let start = ContinuousClock.now
        timer.schedule(after: .seconds(3600))
        timer.schedule(after: .milliseconds(20))
        #expect(fired.wait(timeout: .now() + patience) == .success)
        #expect(ContinuousClock.now - start >= .milliseconds(20))
        timer.schedule(after: .milliseconds(1))
        timer.schedule(after: .seconds(3600))
        // The first setting may have won the race; the second must not have fired as well.
        _ = fired.wait(timeout: .now() + .milliseconds(50))
        #expect(fired.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
    }

    @Test func extremeDelaysAreHarmless() {
        let fired = DispatchSemaphore(value: 0)
        let timer = DispatchTimer(queue: queue) { fired.signal() }
        timer.schedule(after: .seconds(Int64.max))
        timer.schedule(after: .seconds(-5))
        #expect(fired.wait(timeout: .now() + patience) == .success)
        timer.schedule(after: .seconds(Int64.max))
        #expect(fired.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
    }

    @Test func putOffOrCancelledItDoesNotFire() {
        let fired = DispatchSemaphore(value: 0)
        let timer = DispatchTimer(queue: queue) { fired.signal() }
        queue.suspend()
        timer.schedule(after: .milliseconds(1))
        timer.schedule(after: .seconds(Int64.max))
        queue.resume()
        #expect(fired.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
        timer.schedule(after: .milliseconds(1))
        #expect(fired.wait(timeout: .now() + patience) == .success)
        timer.cancel()
        timer.schedule(after: .zero)
        #expect(fired.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
    }

    @Test func itNeverRunsBesideItself() {
        let running = Atomic<Int>(0)
        let overlaps = Atomic<Int>(0)
        let fired = DispatchSemaphore(value: 0)
        let timer = DispatchTimer(queue: queue) {
            if running.add(1, ordering: .relaxed).newValue > 1 { overlaps.add(1, ordering: .relaxed) }
            usleep(2000)
            running.subtract(1, ordering: .relaxed)
            fired.signal()
        }
        for _ in 0..<20 { timer.schedule(after: .zero) }
        #expect(fired.wait(timeout: .now() + patience) == .success)
        queue.sync {}
        #expect(overlaps.load(ordering: .relaxed) == 0)
    }
}

@Suite(.serialized) struct SignalSourceTests {
    // Signals that do nothing by default: a child that another test starts meanwhile inherits nothing that hurts.
    @Test func aSignalIsAValue() {
        let seen = Mutex<[ServiceSignal]>([])
        let heard = DispatchSemaphore(value: 0)
        let source = SignalSource(
            [SIGWINCH: .poll, SIGURG: .reload], queue: DispatchQueue(label: "test.signals")
        ) { signal in
            seen.withLock { $0.append(signal) }
            heard.signal()
        }
        // At once, without any wait: the source must be registered when it is made.
        kill(getpid(), SIGWINCH)
        #expect(heard.wait(timeout: .now() + patience) == .success)
        kill(getpid(), SIGURG)
        #expect(heard.wait(timeout: .now() + patience) == .success)
        #expect(seen.withLock { $0 } == [.poll, .reload])
        source.cancel()
        kill(getpid(), SIGWINCH)
        #expect(heard.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
    }

    @Test func noSignalIsLostAfterTheStart() {
        for _ in 0..<50 {
            let heard = DispatchSemaphore(value: 0)
            let source = SignalSource([SIGWINCH: .poll], queue: DispatchQueue(label: "test.signals")) { _ in
                heard.signal()
            }
            kill(getpid(), SIGWINCH)
            #expect(heard.wait(timeout: .now() + patience) == .success)
            source.cancel()
        }
    }
}
