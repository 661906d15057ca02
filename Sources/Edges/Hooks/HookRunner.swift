package import FineTuning
package import HTTPClient

/// Makes one attempt of one delivery; when to make it, and what follows, is decided elsewhere.
package struct HookRunner: Sendable {
    let transport: any HTTPTransport
    let inherited: [String: String]

    /// - Parameters:
    ///   - transport: carries webhooks; its `User-Agent` is `ftd/VERSION`.
    ///   - inherited: what programs get of our environment, from ``HookEnvironment/inherited()``.
    package init(transport: any HTTPTransport, inherited: [String: String] = HookEnvironment.inherited()) {
        self.transport = transport
        self.inherited = inherited
    }

    /// Blocks until the attempt ended: its target's timeout and 5 s at most.
    ///
    /// - Parameters:
    ///   - time: now, by the wall clock: webhooks carry it, signed.
    ///   - isCancelled: asked all the time; true ends a program's run. Webhooks end with their transport.
    package func attempt(
        _ delivery: Delivery, to target: HookTarget, at time: UnixTime, isCancelled: () -> Bool = { false }
    ) -> HookAttempt {
        let start = SuspendingClock.now
        let outcome =
            switch target.kind {
            case .program(let arguments):
                run(arguments, delivery, timeout: target.timeout, isCancelled: isCancelled)
            case .webhook(let webhook): post(delivery, to: webhook, timeout: target.timeout, at: time)
            }
        return HookAttempt(outcome: outcome, took: SuspendingClock.now - start)
    }
}
