package import FineTuning
import JSONText
package import JobStorage

/// A part of the table of jobs, and how many jobs the filter lets through in all.
package struct JobListing<Row: Sendable>: Sendable {
    /// Newest first.
    package let rows: [Row]
    /// Jobs in the store that the filter lets through.
    package let total: Int
}

extension JobListing {
    /// The first rows of it.
    package func cut(to count: Int) -> JobListing { with(Array(rows.prefix(count))) }

    /// Other rows of the same jobs.
    package func with(_ rows: [Row]) -> JobListing { JobListing(rows: rows, total: total) }
}

extension JobListing<StatusRow> {
    /// The lines of a table, read in one snapshot.
    ///
    /// - Parameter limit: the greatest number of rows; nil for all.
    package init(
        linesOf store: JobStoreReader, _ filter: JobFilter, by order: JobOrder = JobOrder(), limit: Int?
    ) throws {
        let list = try store.list(filter, by: order, limit: limit)
        self.init(rows: list.rows, total: list.total)
    }
}

/// Whole jobs of a list, read piece by piece: those of the lines, in the same order, each as it is when it is read.
package struct WholeListing {
    private let store: JobStoreReader
    private let places: [JobPlace]
    private let costs: JobCosts
    /// Jobs in the store that the filter lets through.
    package let total: Int

    /// How many jobs are read at a time.
    private static let piece = 500

    /// Finds them.
    ///
    /// - Parameters:
    ///   - limit: the greatest number of jobs; nil for all.
    ///   - costs: what jobs cost.
    package init(
        of store: JobStoreReader, _ filter: JobFilter, by order: JobOrder = JobOrder(), limit: Int?,
        costs: JobCosts = .unpriced
    ) throws {
        self.store = store
        self.costs = costs
        (places, total) = try store.places(filter, by: order, limit: limit)
    }

    /// How many there are in the list.
    package var count: Int { places.count }

    /// Hands over one after the other; the store is not being read meanwhile.
    package func forEach(_ body: (WholeJob) throws -> Void) throws {
        for start in stride(from: 0, to: places.count, by: Self.piece) {
            let jobs = try store.snapshot {
                try store.jobs(at: places[start..<min(start + Self.piece, places.count)]).map {
                    try WholeJob($0, in: store, costs: costs)
                }
            }
            for job in jobs { try body(job) }
        }
    }
}

/// A job of a list as programs get it: all that the store has of it, and how far it is.
package struct WholeJob: Sendable {
    /// The job.
    package let stored: WatchedJob
    /// How far an unfinished job is; nil for finished ones and where no step is known yet.
    package let progress: JobProgress?

    /// What is to be said of an unfinished job.
    package let note: WatchNote?
    /// What the newest error event of a failed job says that gives no reason itself.
    package let failure: JobError?

    /// What it cost.
    package let cost: JobCost

    /// Takes what is known.
    package init(
        _ stored: WatchedJob, progress: JobProgress?, note: WatchNote?, failure: JobError?, cost: JobCost
    ) {
        self.stored = stored
        self.progress = progress
        self.note = note
        self.failure = failure
        self.cost = cost
    }

    /// Reads how far the job is and what is to be said of it.
    package init(_ stored: WatchedJob, in store: JobStoreReader, costs: JobCosts = .unpriced) throws {
        self.stored = stored
        cost = costs.cost(of: stored)
        progress = stored.isOver ? nil : try store.progress(of: stored.key, withLosses: false)
        note = stored.isOver ? nil : try store.note(of: stored.key)
        failure = stored.job.lacksReason ? try store.newestError(of: stored.key) : nil
    }
}
