package import FineTuning

/// One `[hook "name"]`: who is told of what, and how.
package struct HookSettings: Equatable, Sendable {
    /// How a hook is told.
    package enum Kind: Equatable, Sendable {
        /// A program with its arguments, started without a shell; the first word is an absolute path.
        case run([String])
        /// An address that the notice is posted to.
        case webhook(HTTPAddress)
    }

    /// From the section's heading.
    package var name: HookName
    /// How it is told.
    package var kind: Kind
    /// Words of ``noticeWords``, as written, without repetitions.
    package var on: [String]
    /// The file with the secrets that sign a webhook, one a line.
    package var secretFile: String?
    /// The longest an attempt may take.
    package var timeout: Duration
    /// The waits before each attempt, the first included.
    package var retry: [Duration]
    /// Only jobs of these accounts; empty: all.
    package var accounts: [AccountName]
    /// Only jobs on these models, or on models tuned from them; empty: all.
    package var models: [ModelName]
    /// Only jobs with one of these suffixes; empty: all.
    package var suffixes: [String]
    /// Only jobs that have all of these pairs in their metadata.
    package var metadata: [MetadataPair]

    /// What `on` may name: the last word of a type, a whole type, `ended` or `all`.
    package static let noticeWords = NoticeType.words + NoticeType.allCases.map(\.rawValue)

    /// What the hook wants to hear of, as the core decides it.
    package var interest: HookInterest {
        HookInterest(
            types: on.reduce(into: []) { $0.formUnion(NoticeType.named($1) ?? []) }, accounts: Set(accounts),
            models: Set(models), suffixes: Set(suffixes), metadata: metadata)
    }
}

/// A hook's section before the keys are known to fit together.
struct HookSection: Equatable {
    var on = ["ended"]
    var run: [String] = []
    var webhook: HTTPAddress?
    var secretFile: String?
    var timeout = Duration.seconds(20)
    var retry = RetrySchedule.standard.delays
    var accounts: [AccountName] = []
    var models: [ModelName] = []
    var suffixes: [String] = []
    var metadata: [MetadataPair] = []
}
