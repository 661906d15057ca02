package import FineTuning
package import JSONText
import JobJSON
package import JobStorage

/// A tuned model as it is shown: with its end, and whether it is still there.
package struct ModelView: Sendable, Hashable {
    package let model: StoredModel
    /// When it stops answering; nil when nobody says.
    package let end: UnixTime?
    /// Days until then, begun ones counted; 0 and less once it has.
    package let daysLeft: Int?
    /// Whether the server has listed it once and does not list it any more.
    package let isGone: Bool

    package init(_ model: StoredModel, end: UnixTime?, isGone: Bool, now: UnixTime) {
        self.model = model
        self.end = end
        self.isGone = isGone
        daysLeft = end.map { ShutdownRule.daysLeft(until: $0, at: now) }
    }

    /// Models, and what is known of their ends.
    package static func all(
        _ models: [StoredModel], in store: JobStoreReader, facts: @escaping (ModelName) -> ModelFacts?, now: UnixTime
    ) throws -> [ModelView] {
        let ends = try ModelEnds(store, facts: facts)
        let gone = try store.unlistedModels()
        return models.map { model in
            ModelView(
                model, end: ends.end(of: model),
                isGone: gone.contains(ModelKey(account: model.account, model: model.model)), now: now)
        }
    }

    /// Keys are only ever added; what is unknown is null.
    package var json: JSONObject { Self.fields.object(self) }

    /// Its keys.
    package static let fields: JSONFields<ModelView> =
        StoredModel.fields.map { $0.model } + [
            JSONField("shutdown_at", "when it stops answering: what the server says, else the table of models") {
                .seconds($0.end)
            },
            JSONField("days_left", "days until then, begun ones counted; 0 and less once it has") {
                .optional($0.daysLeft.map { Int64($0) })
            },
            JSONField("last_used_at", "when it was last asked from here") { .seconds($0.model.lastUsed) },
            JSONField("gone", "whether the server has listed it once and does not any more") { .bool($0.isGone) },
        ]
}
