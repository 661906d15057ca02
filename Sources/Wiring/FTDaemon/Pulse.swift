import Synchronization

/// A loop's promise to come back: the watchdog is fed only while every loop keeps its own.
final class Pulse: Sendable {
    /// How late a loop may be before it counts as stuck; a loaded machine is late, not dead.
    static let grace: Duration = .seconds(60)

    private let deadline: Mutex<ContinuousClock.Instant>

    init() { deadline = Mutex(ContinuousClock.now + Self.grace) }

    /// Says how long the next thing may take: a wait, or a request with its timeout.
    func expect(within duration: Duration) {
        deadline.withLock { $0 = ContinuousClock.now + duration + Self.grace }
    }

    /// Whether the loop came back in time.
    func isBeating(at now: ContinuousClock.Instant = .now) -> Bool { deadline.withLock { now < $0 } }
}
