import Commands
import FineTuning
import JobStorage
import Text

/// Which model is asked, at which account, and what the store knows of it.
struct AskTarget {
    let account: AccountName
    let model: ModelName
    /// The job that made it; nil where the store knows none.
    let job: WatchedJob?

    /// The model of `--model` or `--job`, otherwise the newest tuned one.
    ///
    /// - Parameter command: what to give to ask another model, for a hint: `ask --model MODEL "…"`.
    init(
        model name: String?, job jobName: String?, account: AccountName?, hint command: String,
        _ context: CommandContext
    ) throws {
        if let name {
            let model = ModelName(name)
            let job = try Self.job(of: model, account: account, context)
            self.init(account: account ?? job?.account ?? .default, model: model, job: job)
            return
        }
        let store = try context.openStore()
        if let jobName {
            let key = try context.job(named: jobName, in: store, account: account)
            let stored = try store.job(key)
            guard let stored, let tuned = stored.job.fineTunedModel else {
                if stored?.job.hasUnnamedModel == true { throw ModelCommand.unnamed(key.job) }
                throw CommandError(
                    .notFound,
                    "job \(key.job) has no tuned model to ask: it is \(stored?.job.status.word ?? "unknown")",
                    hints: ["ftctl wait \(key.job)"])
            }
            self.init(account: key.account, model: tuned, job: stored)
            return
        }
        guard let newest = try store.newestTunedJob(account: account), let tuned = newest.job.fineTunedModel else {
            if let unnamed = try store.newestUnnamedJob(account: account) {
                throw ModelCommand.unnamed(unnamed.key.job)
            }
            throw CommandError(
                .notFound, "no tuned model to ask: no job in the store has succeeded; nothing was sent",
                hints: ["All jobs: ftctl list        any other model: ftctl \(command)"])
        }
        self.init(account: newest.account, model: tuned, job: newest)
    }

    private init(account: AccountName, model: ModelName, job: WatchedJob?) {
        self.account = account
        self.model = model
        self.job = job
    }

    /// The newest job that made a model, or the checkpoint of that name; nil where there is no store to know it from.
    private static func job(
        of model: ModelName, account: AccountName?, _ context: CommandContext
    ) throws -> WatchedJob? {
        guard model.rawValue.hasPrefix("ft:") else { return nil }
        let store: JobStoreReader
        do { store = try context.openStore() } catch StoreError.absent, StoreError.notYetMade { return nil }
        // The model of a checkpoint is called as the job's own, with `:ckpt-step-100` behind it.
        let parts = model.rawValue.split(separator: ":", omittingEmptySubsequences: false)
        let isCheckpoint = parts.last?.hasPrefix("ckpt-step-") ?? false
        let whole = isCheckpoint ? ModelName(parts.dropLast().joined(separator: ":")) : model
        return try store.jobs(JobFilter(model: whole, account: account)).first { $0.job.fineTunedModel == whole }
    }

    /// For how long after its job's end a model may not be loaded yet.
    private static let freshness: Duration = .seconds(3600)

    /// Whether the model was made a moment ago, so that a 404 only says that it is not loaded yet.
    func isFresh(now: UnixTime) -> Bool {
        guard let job, let ended = job.job.endedAt else { return false }
        return now - ended < Self.freshness
    }

    /// What is said of a model that the API does not know.
    func absence(_ error: ProviderError, among known: [ModelName]) -> CommandError {
        let question = job == nil ? NearestName.question(model.rawValue, among: known.map(\.rawValue)) : ""
        let cause =
            job == nil
            ? "no job in the store made it"
            : "its job ended too long ago for it to be still loading: it was deleted, or its base model was shut down"
        return CommandError(.notFound, "\(error)\(question)", hints: ["\(cause). All models: ftctl model --all"])
    }
}
