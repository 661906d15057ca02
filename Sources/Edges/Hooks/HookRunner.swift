package import FineTuning
package import HTTPClient

/// Makes one attempt of one delivery; when to make it, and what follows, is decided elsewhere.
package struct HookRunner: Sendable {
    private let transport: any HTTPTransport
    private let inherited: [String: String]

    /// - Parameters:
    ///   - transport: carries webhooks; its `User-Agent` is `ftd/VERSION`.
    ///   - inherited: what programs get of our environment, from ``ProgramEnvironment/inherited()``.
    package init(transport: any HTTPTransport, inherited: [String: String] = ProgramEnvironment.inherited()) {
        self.transport = transport
        self.inherited = inherited
    }

    /// Blocks until the attempt ended: its hook's timeout and 5 s at most.
    ///
    /// - Parameters:
    ///   - time: now, by the wall clock: webhooks carry it, signed.
    ///   - isCancelled: asked all the time; true ends a program's run. Webhooks end with their transport.
    package func attempt(
        _ delivery: Delivery, of hook: Hook, at time: UnixTime, isCancelled: () -> Bool = { false }
    ) -> HookAttempt {
        let start = SuspendingClock.now
        let terms = HookAttempt.Terms(
            transport: transport, inherited: inherited, timeout: hook.timeout, time: time)
        let result = hook.sender.send(delivery, terms, isCancelled: isCancelled)
        return HookAttempt(result, took: SuspendingClock.now - start)
    }

    /// What keeps a hook from working, its receiver included, which is reached for but sent nothing.
    ///
    /// - Parameters:
    ///   - timeout: the longest that reaching may take.
    ///   - time: now, by the wall clock.
    package func problem(of hook: Hook, within timeout: Duration, at time: UnixTime) -> HookProblem? {
        hook.sender.problem
            ?? hook.sender.problem(
                reaching: HookAttempt.Terms(transport: transport, inherited: inherited, timeout: timeout, time: time))
    }
}
