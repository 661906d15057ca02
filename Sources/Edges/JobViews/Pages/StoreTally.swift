package import FineTuning
package import JobStorage
package import Text

/// The sums over all jobs and deliveries of a store.
///
/// Whoever shows them again and again keeps a ``JobCatalog``, so that not every job is read each time.
package struct StoreTally: Sendable {
    /// What usage is summed up by.
    package struct Group: Hashable, Sendable {
        /// `2026-11`: when the job ended, or was created if it has not ended.
        package let month: String
        package let account: AccountName
        /// The base model.
        package let model: ModelName
        /// By ISO 4217.
        package let currency: String
    }

    private let sums: JobSums
    /// Every base model that a job of the store is on, and when it stops answering, if that is known.
    package let baseModels: [ModelName: UnixTime?]
    /// By name.
    package let hooks: [HookLine]

    init(_ sums: JobSums, hooks: [HookLine], baseModels: [ModelName: UnixTime?]) {
        self.sums = sums
        self.hooks = hooks
        self.baseModels = baseModels
    }

    /// Reads every job, in one snapshot.
    package init(of store: JobStoreReader, prices: JobCosts, time: LocalTime) throws {
        self = try store.snapshot {
            let catalog = JobCatalog(prices: prices, time: time)
            try catalog.update(from: store)
            return try catalog.tally(with: store)
        }
    }

    /// How many jobs there are of each status.
    package var jobs: [AccountName: [JobStatus: Int]] { sums.jobs }
    /// How many of them each filter shows.
    package var counts: [JobPageTable.Filter: Int] { sums.counts }
    /// How many are gone.
    package var gone: Int { sums.gone }
    package var usage: [Group: Usage] { sums.usage }
    /// Why costs are missing, and of how many jobs.
    package var priceProblems: [PriceProblem: Int] { sums.priceProblems }

    /// Usage summed up by other words, greatest first.
    package func usage<Word: Hashable>(by word: (Group) -> Word) -> [Word: Usage] {
        usage.reduce(into: [:]) { sums, one in sums[word(one.key)] = (sums[word(one.key)] ?? Usage()) + one.value }
    }
}
