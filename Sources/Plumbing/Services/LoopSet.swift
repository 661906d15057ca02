internal import Dispatch

/// The loops of a process by name, each with the settings it was made from.
///
/// New settings touch only those loops whose settings differ: the old loop is let finish what it has under way, and the
/// new one of the same name starts when it has, so that nothing is done by both.
package final class LoopSet<Name: Hashable & Sendable, Settings: Equatable & Sendable>: Sendable {
    private struct Member {
        let settings: Settings
        let loop: any Loop
        var hasStarted = false
    }

    private struct State {
        var members: [Name: Member] = [:]
        /// In the order in which they were wanted.
        var order: [Name] = []
        /// Loops that were let finish; several of one name after several changes.
        var ending: [(id: Int, name: Name, loop: any Loop)] = []
        var lastID = 0
        var isRunning = false
        var hasStopped = false
    }

    /// One change after the other, in the order in which they were asked for; never asked from within itself.
    private let state = Turns("ftd.loops", State())

    /// A set without loops.
    package init() {}

    /// Brings the loops in line with these settings.
    ///
    /// - Parameters:
    ///   - wanted: a name once; loops start in this order.
    ///   - make: a loop for settings that are new.
    /// - Returns: the names whose loops were left alone, because their settings are equal.
    @discardableResult
    package func update(_ wanted: [(name: Name, settings: Settings)], make: (Settings) -> any Loop) -> Set<Name> {
        state.use { state in
            let settings = Dictionary(wanted.map { ($0.name, $0.settings) }) { first, _ in first }
            for (name, member) in state.members where settings[name] != member.settings {
                state.members[name] = nil
                if member.hasStarted { finish(name, member.loop, &state) }
            }
            let kept = Set(state.members.keys)
            state.order = wanted.map(\.name)
            for (name, settings) in wanted where !kept.contains(name) {
                state.members[name] = Member(settings: settings, loop: make(settings))
            }
            if state.isRunning { startAll(&state) }
            return kept
        }
    }

    /// Starts all loops.
    package func start() {
        state.use { state in
            state.isRunning = true
            startAll(&state)
        }
    }

    /// Wakes the loops whose names fit.
    package func wake(where fits: (Name) -> Bool = { _ in true }) {
        let loops = state.use { state in
            state.order.compactMap { fits($0) ? state.members[$0] : nil }.filter(\.hasStarted).map(\.loop)
        }
        for loop in loops { loop.wake() }
    }

    /// The names of the loops, in their order.
    package var names: [Name] { state.use { $0.order } }

    /// The loops themselves, in their order.
    package var loops: [any Loop] { state.use { state in state.order.compactMap { state.members[$0]?.loop } } }

    /// Whether every loop keeps its promise to come back, those that are let finish included.
    package func isOnTime(at now: SuspendingClock.Instant = .now) -> Bool {
        state.use { state in
            state.members.values.allSatisfy { !$0.hasStarted || $0.loop.pulse.isOnTime(at: now) }
                && state.ending.allSatisfy { $0.loop.pulse.isOnTime(at: now) }
        }
    }

    /// Ends all loops, and none starts again.
    ///
    /// Requests and programs under way are cut short, a transaction is finished.
    ///
    /// - Returns: whether all of them ended in time.
    @discardableResult
    package func stop(within patience: Duration) -> Bool {
        let group = DispatchGroup()
        state.use { state in
            state.hasStopped = true
            for member in state.members.values { member.loop.stop(.cut, group) }
            for ending in state.ending { ending.loop.stop(.cut, group) }
        }
        return group.wait(timeout: .now() + .nanoseconds(Int(patience / .nanoseconds(1)))) == .success
    }

    private func startAll(_ state: inout State) {
        for name in state.order { start(name, &state) }
    }

    /// Starts a loop, unless an earlier one of its name has not ended yet.
    private func start(_ name: Name, _ state: inout State) {
        guard !state.hasStopped, let member = state.members[name], !member.hasStarted else { return }
        guard !state.ending.contains(where: { $0.name == name }) else { return }
        state.members[name]?.hasStarted = true
        member.loop.start()
    }

    private func finish(_ name: Name, _ loop: any Loop, _ state: inout State) {
        state.lastID += 1
        let id = state.lastID
        state.ending.append((id, name, loop))
        let group = DispatchGroup()
        loop.stop(.finish, group)
        group.notify(queue: .global()) { [weak self] in self?.hasEnded(id, name) }
    }

    private func hasEnded(_ id: Int, _ name: Name) {
        state.use { state in
            state.ending.removeAll { $0.id == id }
            start(name, &state)
        }
    }
}
