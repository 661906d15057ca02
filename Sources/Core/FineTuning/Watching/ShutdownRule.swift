/// When people are told that a model is about to stop answering.
package enum ShutdownRule {
    /// So many days before; each is told once.
    package static let marks = [60, 30, 14, 7, 3, 1]

    /// Days until a model stops answering, begun ones counted; 0 and less once it has.
    package static func daysLeft(until end: UnixTime, at now: UnixTime) -> Int {
        let (days, rest) = (end.seconds - now.seconds).quotientAndFloorRemainder(by: 86_400)
        return Int(clamping: rest == 0 ? days : days + 1)
    }

    /// The mark that is to be told now; nil where none is: it is far away, or over, or this mark or a later one was told.
    ///
    /// Marks that passed while nobody looked are not told after each other: only the one that counts now is.
    ///
    /// - Parameter told: the marks that were told of this end; a model whose date was moved begins anew.
    package static func due(end: UnixTime, told: Set<Int>, at now: UnixTime) -> Int? {
        let left = daysLeft(until: end, at: now)
        guard left > 0, let mark = marks.last(where: { left <= $0 }) else { return nil }
        return told.contains { $0 <= mark } ? nil : mark
    }
}

/// A tuned model that may stop answering.
package struct EndingModel: Hashable, Sendable {
    /// Its name.
    package var model: ModelName
    /// What it was tuned from.
    package var base: ModelName
    /// When it stops answering.
    package var end: UnixTime

    package init(model: ModelName, base: ModelName, end: UnixTime) {
        self.model = model
        self.base = base
        self.end = end
    }
}

/// Tuned models of an account that stop answering together, and what of them is not taken along yet.
package struct ModelShutdownNews: Hashable, Sendable {
    /// Whose models.
    package var account: AccountName
    /// What they were tuned from.
    package var base: ModelName
    /// When they stop answering.
    package var end: UnixTime
    /// The mark that is told: one of ``ShutdownRule/marks``.
    package var mark: Int
    /// Days left, begun ones counted.
    package var daysLeft: Int
    /// The tuned models, by name.
    package var models: [ModelName]
    /// Their jobs that nobody has exported.
    package var jobs: [JobID]
    /// The files of these jobs that nobody has exported.
    package var files: [FileID]

    package init(
        account: AccountName, base: ModelName, end: UnixTime, mark: Int, daysLeft: Int, models: [ModelName],
        jobs: [JobID] = [], files: [FileID] = []
    ) {
        self.account = account
        self.base = base
        self.end = end
        self.mark = mark
        self.daysLeft = daysLeft
        self.models = models
        self.jobs = jobs
        self.files = files
    }

    /// What was told, so that it is told once.
    package struct Told: Hashable, Sendable {
        package var base: ModelName
        package var end: UnixTime
        package var mark: Int

        package init(base: ModelName, end: UnixTime, mark: Int) {
            self.base = base
            self.end = end
            self.mark = mark
        }
    }

    /// What is to be told of an account's models now, by base model and end.
    ///
    /// - Parameter told: all that was told before.
    package static func due(
        _ models: [EndingModel], of account: AccountName, told: Set<Told>, at now: UnixTime
    ) -> [ModelShutdownNews] {
        var groups: [Told: [ModelName]] = [:]
        // A group's mark is not known yet: 0 stands for it.
        for one in models { groups[Told(base: one.base, end: one.end, mark: 0), default: []].append(one.model) }
        return groups.sorted { ($0.key.end, $0.key.base) < ($1.key.end, $1.key.base) }.compactMap { group, names in
            let marks = Set(told.filter { $0.base == group.base && $0.end == group.end }.map(\.mark))
            guard let mark = ShutdownRule.due(end: group.end, told: marks, at: now) else { return nil }
            return ModelShutdownNews(
                account: account, base: group.base, end: group.end, mark: mark,
                daysLeft: ShutdownRule.daysLeft(until: group.end, at: now), models: names.sorted())
        }
    }
}
