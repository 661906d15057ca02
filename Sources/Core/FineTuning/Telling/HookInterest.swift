/// Which notices a hook wants: kinds of news, and filters on the job they are about.
public struct HookInterest: Hashable, Sendable {
    /// The kinds it asked for.
    public var types: Set<NoticeType>
    /// Only this account's; nil for every account's.
    public var account: AccountName?
    /// Only jobs whose base model is this; nil for every model's.
    public var model: ModelName?
    /// Only jobs with this suffix; nil for every one.
    public var suffix: String?
    /// Only jobs that carry all of these pairs.
    public var metadata: [MetadataPair]

    /// Takes the keys of a hook's section.
    public init(
        types: Set<NoticeType>, account: AccountName? = nil, model: ModelName? = nil, suffix: String? = nil,
        metadata: [MetadataPair] = []
    ) {
        self.types = types
        self.account = account
        self.model = model
        self.suffix = suffix
        self.metadata = metadata
    }

    /// Whether the hook wants a notice.
    ///
    /// A filter on jobs lets only notices about jobs through.
    public func wants(_ notice: Notice) -> Bool {
        guard types.contains(notice.type) else { return false }
        if let account, notice.account != account { return false }
        guard model != nil || suffix != nil || !metadata.isEmpty else { return true }
        guard case .job(let news) = notice.subject else { return false }
        if let model, news.job.model != model, news.job.model.base != model { return false }
        if let suffix, news.job.suffix != suffix { return false }
        return metadata.allSatisfy { news.job.metadata.contains($0) }
    }
}
