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
    ///
    /// - Parameter catalog: chooses the jobs where there is one, as up to date as the store.
    package static func newest(
        in store: JobStoreReader, limit: Int, facts: (ModelName) -> ModelFacts?, catalog: JobCatalog? = nil
    ) throws -> [ModelLine] {
        let query = JobPageQuery(statuses: [.succeeded])
        return try store.snapshot {
            let jobs = try catalog?.keys(query, limit: limit).map { try store.jobs($0) }
            let succeeded = try jobs ?? store.jobs(query, limit: limit)
            let announced = try store.endingModels(named: Set(succeeded.map(\.job.model.base)))
            return try succeeded.compactMap { stored in
                guard let model = stored.job.fineTunedModel else { return nil }
                let own = try store.model(model, account: stored.account)
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
