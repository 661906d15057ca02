import Dispatch
import Synchronization
import Testing

@testable import Services

/// How long a test waits for something that must happen.
private let patience = DispatchTimeInterval.seconds(10)

@Suite struct TickerTests {
    @Test func theFirstTurnIsAtOnceAndARingBringsTheNext() {
        let turned = DispatchSemaphore(value: 0)
        let ticker = Ticker(name: "test")
        ticker.start {
            turned.signal()
            return Ticker.Wait(.seconds(3600))
        }
        #expect(turned.wait(timeout: .now() + patience) == .success)
        #expect(turned.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
        ticker.wake()
        #expect(turned.wait(timeout: .now() + patience) == .success)
        #expect(turned.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
    }

    /// Setting the timer at the turn's end cleared the call, and a wish waited for the whole interval.
    @Test func aCallInTheMiddleOfATurnIsNotLost() {
        let turned = DispatchSemaphore(value: 0)
        let isFirst = Atomic<Bool>(true)
        let ticker = Ticker(name: "test")
        ticker.start { [weak ticker] in
            if isFirst.exchange(false, ordering: .relaxed) {
                for _ in 0..<5 { ticker?.wake() }
            }
            turned.signal()
            return Ticker.Wait(.seconds(3600))
        }
        for _ in 0..<2 { #expect(turned.wait(timeout: .now() + patience) == .success) }
        #expect(turned.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
    }

    @Test func callsDoNotShortenTheLeastWait() {
        let turned = DispatchSemaphore(value: 0)
        let ticker = Ticker(name: "test")
        ticker.start {
            turned.signal()
            return Ticker.Wait(.seconds(3600), least: .milliseconds(150))
        }
        #expect(turned.wait(timeout: .now() + patience) == .success)
        let start = ContinuousClock.now
        for _ in 0..<100 { ticker.wake() }
        #expect(turned.wait(timeout: .now() + patience) == .success)
        #expect(ContinuousClock.now - start >= .milliseconds(140))
        #expect(turned.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
    }

    @Test func theNextTurnComesByItself() {
        let turned = DispatchSemaphore(value: 0)
        let ticker = Ticker(name: "test")
        ticker.start {
            turned.signal()
            return Ticker.Wait(.milliseconds(1))
        }
        for _ in 0..<5 { #expect(turned.wait(timeout: .now() + patience) == .success) }
    }

    @Test func stoppingWaitsForTheTurnUnderWayAndNoneFollows() {
        let began = DispatchSemaphore(value: 0)
        let goOn = DispatchSemaphore(value: 0)
        let turns = Atomic<Int>(0)
        let ticker = Ticker(name: "test")
        ticker.start {
            turns.add(1, ordering: .relaxed)
            began.signal()
            goOn.wait()
            return Ticker.Wait(.zero)
        }
        #expect(began.wait(timeout: .now() + patience) == .success)
        let group = DispatchGroup()
        ticker.stop(group)
        #expect(group.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
        ticker.wake()
        goOn.signal()
        #expect(group.wait(timeout: .now() + patience) == .success)
        ticker.wake()
        #expect(began.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
        #expect(turns.load(ordering: .relaxed) == 1)
    }

    @Test func aLoopIsOnTimeForAsLongAsPromisedAndAMinute() {
        let pulse = Pulse()
        pulse.expect(within: .seconds(100))
        #expect(pulse.isOnTime(at: .now + .seconds(159)))
        #expect(!pulse.isOnTime(at: .now + .seconds(161)))
    }
}
