package import FineTuning

/// One `[hook "name"]`: which notices are sent, how and when.
package struct HookSettings: Equatable, Sendable {
    /// From the section's heading.
    package var name: HookName
    /// What sends them; nil where the configuration was read without knowing any kind.
    package var kind: HookKindChoice?
    /// Words of ``noticeWords``, as written, without repetitions.
    package var on = ["ended"]
    /// The longest an attempt may take.
    package var timeout = Duration.seconds(20)
    /// The waits before each attempt, the first included.
    package var schedule = RetrySchedule.standard
    /// At most so many notices in such a time; nil: as fast as the receiver takes them.
    package var rate: DeliveryRate?
    /// When only failures are told; nil: never.
    package var quiet: QuietHours?
    /// How long a notice waits for others that are told in the same message; nil: each is told by itself.
    package var group: Duration?
    /// Only jobs of these accounts; empty: all.
    package var accounts: [AccountName] = []
    /// Only jobs on these models, or on models tuned from them; empty: all.
    package var models: [ModelName] = []
    /// Only jobs with one of these suffixes; empty: all.
    package var suffixes: [String] = []
    /// Only jobs that have all of these pairs in their metadata.
    package var metadata: [MetadataPair] = []

    /// A hook of that name, and the defaults.
    package init(name: HookName, kind: HookKindChoice? = nil) {
        self.name = name
        self.kind = kind
    }

    /// What `on` may name: the last word of a type, a whole type, `ended` or `all`.
    package static let noticeWords = NoticeType.words + NoticeType.allCases.map(\.rawValue)

    /// Which notices the hook wants, as the core decides it.
    package var interest: HookInterest {
        HookInterest(
            types: on.reduce(into: []) { $0.formUnion(NoticeType.named($1) ?? []) }, accounts: Set(accounts),
            models: Set(models), suffixes: Set(suffixes), metadata: metadata)
    }
}
