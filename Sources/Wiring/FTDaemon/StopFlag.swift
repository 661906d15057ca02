import Synchronization

/// Says once and for all that a set of loops is to end; requests and children in progress look at it.
final class StopFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    /// Whether it was raised.
    var isRaised: Bool { raised.load(ordering: .acquiring) }

    /// Raises it; there is no way back.
    func raise() { raised.store(true, ordering: .releasing) }
}
