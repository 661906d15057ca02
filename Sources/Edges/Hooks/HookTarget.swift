package import FineTuning

/// Where a hook's notices go, and how long an attempt may take.
package struct HookTarget: Sendable, Hashable {
    /// The two kinds of hooks that leave the process.
    package enum Kind: Sendable, Hashable {
        /// A program by its absolute path, then its arguments; no shell.
        case program([String])
        /// An address that takes POSTs.
        case webhook(Webhook)
    }

    /// A receiver of webhooks.
    package struct Webhook: Sendable, Hashable {
        /// Absolute; its path and query may be secrets, so it is never logged.
        package var url: String
        /// All of them sign, the newest first; empty for no signature.
        package var secrets: [WebhookSecret]
        /// Allows `http` to other machines.
        package var allowsPlainHTTP: Bool

        package init(url: String, secrets: [WebhookSecret] = [], allowsPlainHTTP: Bool = false) {
            self.url = url
            self.secrets = secrets
            self.allowsPlainHTTP = allowsPlainHTTP
        }
    }

    /// The hook's name in the configuration.
    package var name: HookName
    /// What it is.
    package var kind: Kind
    /// The longest an attempt may take; programs get a grace of 2 s more to stop.
    package var timeout: Duration

    package init(name: HookName, kind: Kind, timeout: Duration = .seconds(20)) {
        self.name = name
        self.kind = kind
        self.timeout = timeout
    }
}

/// One try to deliver, ended.
package struct HookAttempt: Sendable, Hashable {
    /// What it came to.
    package let outcome: DeliveryOutcome
    /// From its start to its end.
    package let took: Duration

    package init(outcome: DeliveryOutcome, took: Duration) {
        self.outcome = outcome
        self.took = took
    }
}
