package import FineTuning
package import JobStorage

/// A part of the table of jobs as a page shows it.
package struct JobPageTable: Sendable {
    /// Which jobs.
    package enum Filter: String, Sendable, CaseIterable {
        case all
        /// Those that can still change.
        case running
        case succeeded
        case failed
        case cancelled
    }

    /// What the rows are ordered by.
    package enum Order: String, Sendable, CaseIterable {
        case created
        case name
        case status
        case model
        case tokens
        case ended
    }

    /// What was asked for.
    package struct Query: Sendable, Hashable {
        package var filter = Filter.all
        /// A part of an id, name, model, file, status or error.
        package var text = ""
        package var order = Order.created
        /// From the greatest to the least.
        package var isDescending = true
        /// Only what stands behind this job.
        package var after: JobKey?

        package init() {}
    }

    package let query: Query
    package let lines: [JobLine]
    /// Behind it there are more; nil where this is the last page.
    package let next: JobKey?

    /// Reads one page in one snapshot.
    ///
    /// - Parameter catalog: chooses the jobs where there is one, as up to date as the store; otherwise SQLite does.
    package init(
        _ query: Query, in store: JobStoreReader, limit: Int, prices: JobCosts, catalog: JobCatalog? = nil
    ) throws {
        let stored = Self.stored(query)
        let rows = try store.snapshot {
            let jobs = try catalog?.keys(stored, limit: limit + 1).map { try store.jobs($0) }
            return try (jobs ?? store.jobs(stored, limit: limit + 1)).map {
                try JobLine($0, in: store, prices: prices)
            }
        }
        self.query = query
        lines = Array(rows.prefix(limit))
        next = rows.count > limit ? lines.last?.stored.key : nil
    }

    private static func stored(_ query: Query) -> JobPageQuery {
        var stored = JobPageQuery(text: query.text, isDescending: query.isDescending, after: query.after)
        switch query.filter {
        case .all: break
        case .running: stored.unfinishedOnly = true
        case .succeeded: stored.statuses = [.succeeded]
        case .failed: stored.statuses = [.failed]
        case .cancelled: stored.statuses = [.cancelled]
        }
        switch query.order {
        case .created: stored.order = .created
        case .name: stored.order = .name
        case .status: stored.order = .status
        case .model: stored.order = .model
        case .tokens: stored.order = .trainedTokens
        case .ended: stored.order = .ended
        }
        return stored
    }
}
