/// When it is looked whether there is a way to a receiver in trouble, between two probes.
///
/// A look opens a connection and sends nothing, so it is no probe. A receiver to which there was no way and now is one is
/// back: then the probe need not wait for its step.
package struct ReceiverLooks: Hashable, Sendable {
    /// Between looks at a receiver to which there was no way: everything is told within a minute of its return.
    package static let whileAway: Duration = .seconds(30)
    /// Between looks at one that is there, and may go away.
    package static let whileThere: Duration = .seconds(60)

    private var last: UnixTime?

    /// It was never looked.
    package init() {}

    /// How long the next look has to wait.
    ///
    /// - Parameter isAway: what the last one found.
    package func wait(isAway: Bool, at time: UnixTime) -> Duration {
        // A clock that was set back makes no wait longer.
        guard let last, time >= last else { return .zero }
        return max((isAway ? Self.whileAway : Self.whileThere) - (time - last), .zero)
    }

    /// Notes a look.
    package mutating func looked(at time: UnixTime) { last = time }
}
