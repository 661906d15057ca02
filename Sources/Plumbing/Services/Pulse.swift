internal import Synchronization

/// A loop's promise to come back: the watchdog is fed only while every loop keeps its own.
///
/// The clock stands still while the machine sleeps, as Dispatch's timers do: after a suspend no loop is late.
package final class Pulse: Sendable {
    /// How late a loop may be before it counts as stuck.
    package static let grace: Duration = .seconds(60)

    private let deadline: Mutex<SuspendingClock.Instant>

    /// The first promise is to come back at once.
    package init() { deadline = Mutex(SuspendingClock.now + Self.grace) }

    /// Says how long the next thing may take: a wait, or a request with its timeout.
    package func expect(within duration: Duration) {
        deadline.withLock { $0 = SuspendingClock.now + duration + Self.grace }
    }

    /// Whether the loop keeps its promise.
    package func isOnTime(at now: SuspendingClock.Instant = .now) -> Bool { deadline.withLock { now < $0 } }
}
