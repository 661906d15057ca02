package import FineTuning

/// Gets notices to where one hook wants them.
package protocol HookSender: Equatable, Sendable {
    /// What is stored for a notice, and sent by every attempt.
    ///
    /// - Parameter standard: the body that every kind may send as it is, ``HookPayload``.
    func body(of notice: Notice, standard: [UInt8]) -> [UInt8]

    /// What keeps it from working as this machine is now, as a sentence; nil where nothing is known to.
    var problem: String? { get }

    /// Makes one attempt; blocks until it has ended.
    ///
    /// - Parameter isCancelled: asked all the time by kinds that can stop by themselves.
    func send(_ delivery: Delivery, _ attempt: HookAttempt.Terms, isCancelled: () -> Bool) -> DeliveryOutcome
}

extension HookSender {
    /// The standard body.
    package func body(of notice: Notice, standard: [UInt8]) -> [UInt8] { standard }

    /// Nothing that could be known before an attempt.
    package var problem: String? { nil }

    /// Whether both are of one kind and send alike.
    func isEqual(to other: any HookSender) -> Bool { (other as? Self) == self }
}
