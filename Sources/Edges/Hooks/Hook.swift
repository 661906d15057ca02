package import FineTuning
package import Settings

/// A configured hook: which notices it wants, when it is tried, and what sends them.
package struct Hook: Sendable {
    private let settings: HookSettings
    /// Which notices it wants.
    package let interest: HookInterest
    /// How a notice gets to it.
    package let sender: any HookSender

    /// A hook with a given sender, whatever its settings say about its kind.
    package init(_ settings: HookSettings, sender: any HookSender) {
        self.settings = settings
        self.sender = sender
        interest = settings.interest
    }

    /// Makes the hook that is configured, and reads what its kind keeps in files, such as secrets.
    ///
    /// - Parameter credentials: the service manager's directory, in which secret files may be readable for a group.
    /// - Throws: what is wrong with such a file, or that the settings were read without ``HookKinds``.
    package init(_ settings: HookSettings, credentials: String?) throws(HookProblem) {
        let kind = settings.kind?.keys as? any HookKind
        guard let sender = try kind?.sender(credentials: credentials) else {
            throw HookProblem("", "hook \(settings.name): of no known kind")
        }
        self.init(settings, sender: sender)
    }

    /// The hook's name in the configuration.
    package var name: HookName { settings.name }
    /// When its deliveries are tried.
    package var schedule: RetrySchedule { settings.schedule }
    /// At most so many notices in such a time; nil: as fast as they are taken.
    package var rate: DeliveryRate? { settings.rate }
    /// When only failures are told; nil: never.
    package var quiet: QuietHours? { settings.quiet }
    /// How long a notice waits for others that are told in the same message; nil: each is told by itself.
    package var group: Duration? { settings.group }
    /// The longest an attempt may take; programs get a grace of 2 s more to stop.
    package var timeout: Duration { settings.timeout }
}

extension Hook: Equatable {
    /// Whether both do the same to the same notices: equal settings, and equal secrets where they sign with some.
    package static func == (left: Hook, right: Hook) -> Bool {
        left.settings == right.settings && left.sender.isEqual(to: right.sender)
    }
}

extension [Hook] {
    /// The outbox rows of a notice: one for each hook that wants it.
    package func deliveries(of notice: Notice, knowing background: NoticeBackground) -> [Delivery] {
        let interested = filter { $0.interest.wants(notice) }
        guard !interested.isEmpty else { return [] }
        let body = HookPayload.body(of: notice, knowing: background)
        return interested.map {
            Delivery(notice, to: $0.name, body: body, schedule: $0.schedule, group: $0.group)
        }
    }
}
