package import FineTuning
package import HTTPClient

/// One try to deliver, ended.
package struct HookAttempt: Sendable, Hashable {
    /// How it ended.
    package let outcome: DeliveryOutcome
    /// From its start to its end.
    package let took: Duration

    package init(outcome: DeliveryOutcome, took: Duration) {
        self.outcome = outcome
        self.took = took
    }

    /// What an attempt is made with.
    package struct Terms: Sendable {
        /// Carries what goes over the network; its `User-Agent` is `ftd/VERSION`.
        package var transport: any HTTPTransport
        /// What programs get of our environment.
        package var inherited: [String: String]
        /// The longest the attempt may take.
        package var timeout: Duration
        /// Now, by the wall clock: webhooks carry it, signed.
        package var time: UnixTime
    }
}
