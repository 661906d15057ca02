import FineTuning
import JobJSON
package import JobStorage
package import Text

/// What every job of a store is chosen, ordered and summed up by, in memory: brought up to date by what has changed, so
/// that no page reads every job.
///
/// Not Sendable: one owner uses it, one thread at a time, with readers of one store.
package final class JobCatalog {
    struct Entry: Sendable {
        let key: JobKey
        let created: Int64
        /// 0 for a job without an end.
        let ended: Int64
        let tokens: Int64?
        let isGone: Bool
        let isOver: Bool
        let cost: JobCost
        /// The number of each in the table of that name.
        let account: Int
        let status: Int
        let word: Int
        let name: Int
        let model: Int
        let group: Int
    }

    private let prices: JobCosts
    private let time: LocalTime
    private(set) var entries: [Entry] = []
    private var places: [JobKey: Int] = [:]
    private(set) var accounts = WordTable()
    private(set) var statuses: [JobStatus] = []
    private var statusNumbers: [JobStatus: Int] = [:]
    /// The statuses' words and the names are without capitals.
    private(set) var words = WordTable()
    private(set) var names = WordTable()
    private(set) var models = WordTable()
    private(set) var texts = TextIndex()
    /// What usage is summed up by.
    private(set) var groups: [StoreTally.Group] = []
    private var groupNumbers: [StoreTally.Group: Int] = [:]
    private var months: Months
    private var revision: JobRevision?
    private var sums: JobSums?

    /// Knows no job yet.
    ///
    /// - Parameter time: in whose months usage is summed up.
    package init(prices: JobCosts, time: LocalTime) {
        self.prices = prices
        self.time = time
        months = Months(time)
    }

    /// Takes in what has changed since the last time.
    ///
    /// - Parameter store: of the same file each time.
    package func update(from store: JobStoreReader) throws {
        do {
            if revision == nil { forget() }
            revision = try store.forEachJob(changedSince: revision) { put($0) }
        } catch {
            // Nobody knows how much of it came.
            revision = nil
            throw error
        }
        for table in [\JobCatalog.accounts, \.words, \.names, \.models] { self[keyPath: table].rank() }
    }

    private func forget() {
        (entries, places, texts, sums) = ([], [:], TextIndex(), nil)
        (accounts, words, names, models) = (WordTable(), WordTable(), WordTable(), WordTable())
        (statuses, statusNumbers, groups, groupNumbers) = ([], [:], [], [:])
    }

    private func put(_ job: CataloguedJob) {
        sums = nil
        let entry = entry(job)
        let place = places[job.key] ?? entries.count
        if place < entries.count {
            entries[place] = entry
        } else {
            places[job.key] = place
            entries.append(entry)
        }
        texts.set(job.text, of: place)
    }

    private func entry(_ job: CataloguedJob) -> Entry {
        let told = job.costText.flatMap {
            Job(id: job.key.job, createdAt: job.createdAt, status: job.status, model: job.model, raw: $0).toldCost
        }
        let cost = JobCost(
            status: job.status, model: job.model, method: job.method, trainedTokens: job.trainedTokens, told: told,
            facts: prices.facts(of: job.model), isOpenAI: prices.isOpenAI(job.key.account))
        let end = job.status.isTerminal ? job.finishedAt ?? job.createdAt : job.createdAt
        let group = StoreTally.Group(
            month: months.name(of: end), account: job.key.account, model: job.model.base,
            currency: cost.amount?.currency ?? JobCost.listCurrency)
        return Entry(
            key: job.key, created: job.createdAt.seconds, ended: job.finishedAt?.seconds ?? 0,
            tokens: job.trainedTokens, isGone: job.goneAt != nil, isOver: job.status.isTerminal || job.goneAt != nil,
            cost: cost, account: accounts.number(of: job.key.account.rawValue),
            status: Self.number(of: job.status, in: &statuses, &statusNumbers),
            word: words.number(of: job.status.word.lowercasedASCII),
            name: names.number(of: (job.name ?? "").lowercasedASCII), model: models.number(of: job.model.rawValue),
            group: Self.number(of: group, in: &groups, &groupNumbers))
    }

    private static func number<Value: Hashable>(
        of value: Value, in values: inout [Value], _ numbers: inout [Value: Int]
    ) -> Int {
        if let known = numbers[value] { return known }
        numbers[value] = values.count
        values.append(value)
        return values.count - 1
    }

    /// Where a job is in ``entries``; nil where it is not known.
    func place(of key: JobKey) -> Int? { places[key] }

    /// The sums over all that is known, and over the deliveries as they are now.
    package func tally(with store: JobStoreReader) throws -> StoreTally {
        let sums = self.sums ?? JobSums(of: self)
        self.sums = sums
        let bases = Set(models.words.map { ModelName($0.rawValue).base })
        let announced = try store.endingModels(named: bases)
        return StoreTally(
            sums, hooks: try store.hooks().map(HookLine.init),
            baseModels: Dictionary(
                uniqueKeysWithValues: bases.map { base in
                    (base, ModelShutdown.end(of: base, announced: announced, facts: prices.facts(of: base)))
                }))
    }

    /// Months by name, since jobs of a minute share one.
    private struct Months {
        private let time: LocalTime
        private var names: [Int64: String] = [:]

        init(_ time: LocalTime) { self.time = time }

        /// Zones are a whole number of quarters of an hour away from UTC, so a quarter lies in one month.
        mutating func name(of moment: UnixTime) -> String {
            let quarter = moment.seconds / 900
            if let name = names[quarter] { return name }
            let name = String(time.date(moment).prefix(7))
            names[quarter] = name
            return name
        }
    }
}
