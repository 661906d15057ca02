import Dispatch
import Synchronization

/// Runs a loop's turns on a queue of its own, on a Dispatch timer: never two at once, and no ring is lost.
///
/// Setting a Dispatch timer again clears an event that was due, so a ring in the middle of a turn is remembered and
/// brings the next turn.
final class Ticker: Sendable {
    /// When to take the next turn.
    struct Rest {
        /// Unless somebody rings.
        var wait: Duration
        /// Even if somebody rings.
        var least: Duration = .zero
    }

    private struct State {
        var timer: DispatchTimer?
        var isTurning = false
        var wasRung = false
        /// No turn begins before this.
        var earliest = SuspendingClock.now
    }

    private let queue: DispatchQueue
    private let count = Atomic<Int>(0)
    private let state = Mutex(State())

    /// - Parameter name: the queue's, for those who look at threads.
    init(name: String) { queue = DispatchQueue(label: name) }

    /// Takes the first turn at once.
    ///
    /// - Parameter turn: says how long to rest; nil ends the loop.
    func start(_ turn: @escaping @Sendable () -> Rest?) {
        let timer = DispatchTimer(queue: queue) { [weak self] in self?.take(turn) }
        state.withLock { $0.timer = timer }
        timer.schedule(after: .zero)
    }

    /// How many turns were taken.
    var turns: Int { count.load(ordering: .relaxed) }

    /// Takes a turn at once, or as soon as the one under way is done, or its least rest is over.
    func ring() {
        state.withLock { state in
            guard !state.isTurning else { return state.wasRung = true }
            state.timer?.schedule(after: state.earliest - .now)
        }
    }

    /// No further turn begins; the group waits for the one under way.
    func stop(_ group: DispatchGroup) {
        state.withLock {
            $0.timer?.cancel()
            $0.timer = nil
        }
        queue.async(group: group) {}
    }

    private func take(_ turn: @Sendable () -> Rest?) {
        let goesOn = state.withLock { state in
            state.isTurning = true
            state.wasRung = false
            return state.timer != nil
        }
        let rest = goesOn ? turn() : nil
        count.add(1, ordering: .relaxed)
        state.withLock { state in
            state.isTurning = false
            guard let rest else { return }
            let least = min(rest.least, rest.wait)
            state.earliest = .now + least
            state.timer?.schedule(after: state.wasRung ? least : rest.wait)
        }
    }
}
