/// Which notices a hook wants: their types, and filters on the job they are about.
package struct HookInterest: Hashable, Sendable {
    /// The kinds it asked for.
    package var types: Set<NoticeType>
    /// Only these accounts'; empty for every account's.
    package var accounts: Set<AccountName>
    /// Only jobs on one of these models, or on a model tuned from one; empty for every model's.
    package var models: Set<ModelName>
    /// Only jobs with one of these suffixes; empty for every one.
    package var suffixes: Set<String>
    /// Only jobs that carry all of these pairs.
    package var metadata: [MetadataPair]

    /// Takes the keys of a hook's section.
    package init(
        types: Set<NoticeType>, accounts: Set<AccountName> = [], models: Set<ModelName> = [],
        suffixes: Set<String> = [], metadata: [MetadataPair] = []
    ) {
        self.types = types
        self.accounts = accounts
        self.models = models
        self.suffixes = suffixes
        self.metadata = metadata
    }

    /// Whether the hook wants a notice.
    ///
    /// A filter on jobs lets only notices about jobs through.
    package func wants(_ notice: Notice) -> Bool {
        guard types.contains(notice.type) else { return false }
        if !accounts.isEmpty {
            guard let account = notice.account, accounts.contains(account) else { return false }
        }
        guard !models.isEmpty || !suffixes.isEmpty || !metadata.isEmpty else { return true }
        guard case .job(let news) = notice.subject else { return false }
        let job = news.job
        if !models.isEmpty, !models.contains(job.model), !models.contains(job.model.base) { return false }
        if !suffixes.isEmpty {
            guard let suffix = job.suffix, suffixes.contains(suffix) else { return false }
        }
        return metadata.allSatisfy { job.metadata.contains($0) }
    }
}
