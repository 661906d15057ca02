package import Dispatch
internal import Synchronization

/// Runs a loop's turns on a queue of its own, on a Dispatch timer: never two at once, and no call for one is lost.
///
/// Setting a Dispatch timer again clears an event that was due, so a call in the middle of a turn is remembered and
/// brings the next turn.
package final class Ticker: Sendable {
    /// When to take the next turn.
    package struct Wait: Equatable, Sendable {
        /// Unless somebody wakes the loop.
        package var longest: Duration
        /// Even if somebody does.
        package var least: Duration

        /// A least wait beyond the longest one counts as the longest.
        package init(_ longest: Duration, least: Duration = .zero) {
            self.longest = longest
            self.least = min(least, longest)
        }
    }

    private struct State {
        var timer: DispatchTimer?
        var isTurning = false
        var wasWoken = false
        /// No turn begins before this.
        var earliest = SuspendingClock.now
    }

    private let queue: DispatchQueue
    private let count = Atomic<Int>(0)
    private let state: Turns<State>

    /// - Parameter name: the queue's, for those who look at threads.
    package init(name: String) {
        queue = DispatchQueue(label: name)
        state = Turns(name + ".state", State())
    }

    /// Takes the first turn at once.
    ///
    /// - Parameters:
    ///   - earliest: not before this, even if somebody wakes the loop.
    ///   - turn: says how long to wait for the next one; nil ends the loop.
    package func start(notBefore earliest: SuspendingClock.Instant? = nil, _ turn: @escaping @Sendable () -> Wait?) {
        let timer = DispatchTimer(queue: queue) { [weak self] in self?.take(turn) }
        state.use { state in
            state.timer = timer
            state.earliest = earliest ?? .now
            timer.schedule(after: state.earliest - .now)
        }
    }

    /// How many turns were taken.
    package var turns: Int { count.load(ordering: .relaxed) }

    /// Takes a turn at once, or as soon as the one under way is done, or its least wait is over.
    package func wake() {
        state.use { state in
            guard !state.isTurning else { return state.wasWoken = true }
            state.timer?.schedule(after: state.earliest - .now)
        }
    }

    /// No further turn begins; the group waits for the one under way.
    package func stop(_ group: DispatchGroup) {
        state.use {
            $0.timer?.cancel()
            $0.timer = nil
        }
        queue.async(group: group) {}
    }

    private func take(_ turn: @Sendable () -> Wait?) {
        let goesOn = state.use { state in
            state.isTurning = true
            state.wasWoken = false
            return state.timer != nil
        }
        let wait = goesOn ? turn() : nil
        count.add(1, ordering: .relaxed)
        state.use { state in
            state.isTurning = false
            guard let wait else { return }
            state.earliest = .now + wait.least
            state.timer?.schedule(after: state.wasWoken ? wait.least : wait.longest)
        }
    }
}
