package import FineTuning
package import HTTPClient

/// One try to deliver, ended.
package struct HookAttempt: Sendable, Hashable {
    /// How it ended.
    package let outcome: DeliveryOutcome
    /// What an operator should know of it, whatever came of it; for the log.
    package let remark: String?
    /// From its start to its end.
    package let took: Duration

    package init(_ result: Result, took: Duration) {
        outcome = result.outcome
        remark = result.remark
        self.took = took
    }

    /// What a sender says of an attempt.
    package struct Result: Sendable, Hashable {
        /// How it ended.
        package let outcome: DeliveryOutcome
        /// What an operator should know of it, whatever came of it.
        package let remark: String?

        package init(_ outcome: DeliveryOutcome, remark: String? = nil) {
            self.outcome = outcome
            self.remark = remark
        }
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
