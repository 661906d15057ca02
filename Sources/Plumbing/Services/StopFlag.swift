internal import Synchronization

/// Says once and for all that a loop is to end; what it has under way looks at it.
package final class StopFlag: Sendable {
    private let level = Atomic<Int>(0)

    /// Makes a flag that is not raised.
    package init() {}

    /// Whether nothing new is to begin.
    package var isRaised: Bool { level.load(ordering: .acquiring) >= LoopStop.finish.rawValue }

    /// Whether what is under way is to be cut short, too.
    package var isCutting: Bool { level.load(ordering: .acquiring) >= LoopStop.cut.rawValue }

    /// Raises it; there is no way back, only from finishing to cutting.
    package func raise(_ stop: LoopStop = .cut) { level.max(stop.rawValue, ordering: .acquiringAndReleasing) }
}

/// How a loop is to end.
package enum LoopStop: Int, Sendable {
    /// Nothing new begins. What others would see twice if it were begun again, as a program that runs, is let finish.
    case finish = 1
    /// Requests and programs under way are cut short; a transaction is finished.
    case cut = 2
}
