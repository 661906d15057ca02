package import FineTuning
package import JobStorage

/// A tuned model as a page shows it.
package struct ModelLine: Sendable {
    package let model: ModelName
    package let base: ModelName
    package let key: JobKey
    /// What the job that made it is called.
    package let name: String?
    /// When its job ended.
    package let createdAt: UnixTime?
    /// When it, or its base model, stops answering, if that is known.
    package let shutdownAt: UnixTime?
    /// When we last asked it.
    package let lastUsed: UnixTime?

    /// The models of the newest jobs that have one.
    package static func newest(
        in store: JobStoreReader, limit: Int, facts: (ModelName) -> ModelFacts?
    ) throws -> [ModelLine] {
        try store.snapshot {
            let watched = Dictionary(
                try store.models().map { ([$0.account.rawValue, $0.model.rawValue], $0) },
                uniquingKeysWith: { first, _ in first })
            let announced = try store.models(endingOnly: true)
            return try store.jobs(JobPageQuery(statuses: [.succeeded]), limit: limit).compactMap { stored in
                guard let model = stored.job.fineTunedModel else { return nil }
                let own = watched[[stored.account.rawValue, model.rawValue]]
                return ModelLine(
                    model: model, base: stored.job.model.base, key: stored.key, name: stored.job.name,
                    createdAt: stored.job.endedAt,
                    shutdownAt: own?.shutdownAt
                        ?? ModelShutdown.end(
                            of: stored.job.model.base, announced: announced, facts: facts(stored.job.model)),
                    lastUsed: own?.lastUsed)
            }
        }
    }
}
