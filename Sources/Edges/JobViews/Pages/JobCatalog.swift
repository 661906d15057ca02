import FineTuning
import JobJSON
package import JobStorage
package import Text

/// What every job of a store is chosen, ordered and summed up by, in memory: brought up to date by what has changed, so
/// that no page reads every job.
///
/// Not Sendable: one owner uses it, one thread at a time, with readers of one store.
package final class JobCatalog {
    /// Numbers alone, so that looking at all of them is quick.
    struct Entry: Sendable {
        let created: Int64
        /// 0 for a job without an end.
        let ended: Int64
        /// -1 where they are not known.
        let tokens: Int64
        let isOver: Bool
        /// The number of each in the table of that name.
        let account: Int32
        let status: Int32
        let word: Int32
        let name: Int32
        let model: Int32
    }

    private let prices: JobCosts
    private let time: LocalTime
    private(set) var entries: [Entry] = []
    /// Whose each entry is, and its part of the sums.
    private(set) var keys: [JobKey] = []
    private var shares: [JobSums.Share] = []
    private var places: [JobKey: Int] = [:]
    private(set) var accounts = WordTable()
    private(set) var statuses: [JobStatus] = []
    private var statusNumbers: [JobStatus: Int] = [:]
    private var sums = JobSums()
    /// The statuses' words and the names are without capitals.
    private(set) var words = WordTable()
    private(set) var names = WordTable()
    private(set) var models = WordTable()
    private(set) var texts = TextIndex()
    private var months: Months
    private var revision: JobRevision?

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
            let newest = try store.jobRevision()
            // A store that was put back to a copy of before knows less.
            if let known = revision, let newest, newest < known { revision = nil }
            if revision == nil { forget() }
            guard revision == nil || revision != newest else { return }
            try store.forEachJob(changedSince: revision) { put($0) }
            revision = newest
        } catch {
            // Nobody knows how much of it came.
            revision = nil
            throw error
        }
        for table in [\JobCatalog.accounts, \.words, \.names, \.models] { self[keyPath: table].rank() }
    }

    private func forget() {
        (entries, keys, shares, places, texts) = ([], [], [], [:], TextIndex())
        (accounts, words, names, models) = (WordTable(), WordTable(), WordTable(), WordTable())
        (statuses, statusNumbers, sums) = ([], [:], JobSums())
    }

    private func put(_ job: CataloguedJob) {
        let share = share(job)
        let place = places[job.key] ?? entries.count
        if place < entries.count {
            sums.remove(shares[place])
            entries[place] = entry(job)
            shares[place] = share
        } else {
            places[job.key] = place
            entries.append(entry(job))
            keys.append(job.key)
            shares.append(share)
        }
        sums.add(share)
        texts.set(job.text, of: place)
    }

    private func entry(_ job: CataloguedJob) -> Entry {
        Entry(
            created: job.createdAt.seconds, ended: job.finishedAt?.seconds ?? 0, tokens: job.trainedTokens ?? -1,
            isOver: job.status.isTerminal || job.goneAt != nil,
            account: Int32(accounts.number(of: job.key.account.rawValue)), status: Int32(number(of: job.status)),
            word: Int32(words.number(of: job.status.word.lowercasedASCII)),
            name: Int32(names.number(of: (job.name ?? "").lowercasedASCII)),
            model: Int32(models.number(of: job.model.rawValue)))
    }

    private func number(of status: JobStatus) -> Int {
        if let known = statusNumbers[status] { return known }
        statusNumbers[status] = statuses.count
        statuses.append(status)
        return statuses.count - 1
    }

    private func share(_ job: CataloguedJob) -> JobSums.Share {
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
        return JobSums.Share(
            account: job.key.account, status: job.status, isGone: job.goneAt != nil, tokens: job.trainedTokens,
            cost: cost, group: group)
    }

    /// Where a job is in ``entries``; nil where it is not known.
    func place(of key: JobKey) -> Int? { places[key] }

    /// The sums over all that is known, and over the deliveries as they are now.
    package func tally(with store: JobStoreReader) throws -> StoreTally {
        if !sums.isExact { sums = shares.reduce(into: JobSums()) { $0.add($1) } }
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
