package import FineTuning
package import JobStorage

/// When models stop answering: what their server says, else what the table of models says of their base.
package struct ModelEnds {
    private let announced: [ModelKey: UnixTime]
    private let facts: (ModelName) -> ModelFacts?

    /// - Parameter facts: the table's about a model.
    package init(_ store: JobStoreReader, facts: @escaping (ModelName) -> ModelFacts?) throws {
        self.init(announced: try store.endingModels(), facts: facts)
    }

    /// - Parameter announced: the models of which their servers have said when they end.
    init(announced: [StoredModel], facts: @escaping (ModelName) -> ModelFacts?) {
        self.announced = Dictionary(
            announced.compactMap { model in
                model.shutdownAt.map { (ModelKey(account: model.account, model: model.model), $0) }
            }, uniquingKeysWith: { first, _ in first })
        self.facts = facts
    }

    /// The end of a tuned or base model; nil when nobody says.
    package func end(of model: StoredModel) -> UnixTime? {
        announced[ModelKey(account: model.account, model: model.model)]
            ?? announced[ModelKey(account: model.account, model: model.base)]
            ?? (facts(model.model) ?? facts(model.base))?.shutdown?.value.start
    }

    /// The tuned models of an account that are still there and have an end.
    package func ending(of account: AccountName, in store: JobStoreReader) throws -> [EndingModel] {
        let gone = try store.unlistedModels()
        return try store.models(account: account).compactMap { model in
            guard model.job != nil, !gone.contains(ModelKey(account: account, model: model.model)),
                let end = end(of: model)
            else { return nil }
            return EndingModel(model: model.model, base: model.base, end: end)
        }
    }
}
