package import FineTuning
package import JobStorage
package import Text

/// Base models that stop answering on the same day.
package struct ModelShutdown: Sendable, Equatable {
    /// The first moment of that day, or the moment that the server announced.
    package let end: UnixTime
    /// Sorted by name.
    package let models: [ModelName]

    /// When a base model stops answering: the server's word before the price list's; nil when nobody says.
    ///
    /// - Parameters:
    ///   - announced: the models of which the server has said when they end.
    ///   - facts: the price list's about this model.
    package static func end(of model: ModelName, announced: [StoredModel], facts: ModelFacts?) -> UnixTime? {
        announced.first { $0.model == model }?.shutdownAt ?? facts?.shutdown?.value.start
    }

    /// The shutdowns among these models within a quarter of a year, the next first; past ones too.
    package static func near(
        _ models: Set<ModelName>, announced: [StoredModel], facts: (ModelName) -> ModelFacts?, now: UnixTime,
        time: LocalTime
    ) -> [ModelShutdown] {
        var ends: [(end: UnixTime, models: [ModelName])] = []
        for model in models.sorted() {
            guard let end = end(of: model, announced: announced, facts: facts(model)),
                end < now + .seconds(90 * 86400)
            else { continue }
            if let place = ends.firstIndex(where: { time.date($0.end) == time.date(end) }) {
                ends[place].models.append(model)
            } else {
                ends.append((end, [model]))
            }
        }
        return ends.sorted { $0.end < $1.end }.map { ModelShutdown(end: $0.end, models: $0.models) }
    }

    /// `base model gpt-4o-mini-2024-07-18 shuts down in 53 days (2027-01-15)`.
    package func sentence(now: UnixTime, time: LocalTime) -> String {
        let isOne = models.count == 1
        let names = models.map(\.rawValue.printable).joined(separator: ", ")
        let when =
            end > now
            ? "\(isOne ? "shuts" : "shut") down in \(HumanText.duration(end - now))"
            : "\(isOne ? "was" : "were") shut down"
        return "base model\(isOne ? "" : "s") \(names) \(when) (\(time.date(end)))"
    }
}
