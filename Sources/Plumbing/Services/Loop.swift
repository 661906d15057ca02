package import Dispatch

/// Something that is done again and again beside the other loops of a process, for as long as its settings hold.
package protocol Loop: AnyObject, Sendable {
    /// What it has promised to take, for the watchdog.
    var pulse: Pulse { get }

    /// Begins, with a turn at once.
    func start()

    /// Takes a turn at once, or as soon as the one under way is done and its waits allow.
    func wake()

    /// Begins no further turn; may be called again to cut short what was let finish.
    ///
    /// - Parameters:
    ///   - stop: what becomes of that which is under way.
    ///   - group: waits for it.
    func stop(_ stop: LoopStop, _ group: DispatchGroup)
}
