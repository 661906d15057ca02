import Glibc
import Synchronization
import Testing

@testable import Commands

@Suite struct InterruptTests {
    @Test func aSignalEndsAWaitWithTheSentence() {
        let ended = Mutex<[CommandError]>([])
        let interrupt = Interrupt(end: { error in ended.withLock { $0.append(error) } })
        interrupt.arm(saying: "interrupted; the job goes on", hints: ["Wait again: ftctl wait ftjob-1"])
        // Repeated, since a signal before the source is active goes nowhere.
        let error = CommandError(
            .interrupted, "interrupted; the job goes on", hints: ["Wait again: ftctl wait ftjob-1"])
        #expect(throws: error) {
            for _ in 0..<100 {
                if !interrupt.isRaised { interrupt.handle() }
                try interrupt.sleep(for: .seconds(10))
            }
        }
        #expect(throws: error) { try interrupt.check() }
    }

    @Test func aSecondSignalCleansUpAndEndsAtOnce() {
        let steps = Mutex<[String]>([])
        let interrupt = Interrupt(end: { error in steps.withLock { $0.append(error.sentence) } })
        interrupt.onInterrupt { steps.withLock { $0.append("cleaned up") } }
        interrupt.handle()
        #expect(steps.withLock { $0 } == [])
        interrupt.handle()
        #expect(steps.withLock { Array($0.prefix(2)) } == ["cleaned up", "interrupted"])
    }

    @Test func withoutASignalASleepJustEnds() throws {
        let interrupt = Interrupt(end: { _ in })
        try interrupt.sleep(for: .milliseconds(1))
        #expect(!interrupt.isRaised)
    }
}
