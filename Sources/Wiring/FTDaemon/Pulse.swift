import Synchronization

/// A loop's promise to come back: the watchdog is fed only while every loop keeps its own.
///
/// The clock stands still while the machine sleeps, as Dispatch's timers do: after a suspend no loop is late.
final class Pulse: Sendable {
    /// How late a loop may be before it counts as stuck; a loaded machine is late, not dead.
    static let grace: Duration = .seconds(60)

    private let deadline: Mutex<SuspendingClock.Instant>

    init() { deadline = Mutex(SuspendingClock.now + Self.grace) }

    /// Says how long the next thing may take: a wait, or a request with its timeout.
    func expect(within duration: Duration) {
        deadline.withLock { $0 = SuspendingClock.now + duration + Self.grace }
    }

    /// Whether the loop came back in time.
    func isBeating(at now: SuspendingClock.Instant = .now) -> Bool { deadline.withLock { now < $0 } }
}
