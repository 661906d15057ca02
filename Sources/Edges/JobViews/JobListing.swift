package import FineTuning
package import JSONText
package import JobStorage

/// A part of the table of jobs, and how many jobs the filter lets through in all.
package struct JobListing: Sendable, Equatable {
    /// Newest first.
    package var rows: [JobListRow]
    /// Jobs in the store that the filter lets through.
    package var total: Int

    /// Reads it in one snapshot: the same lines in the same order, whether the whole jobs are wanted or not.
    ///
    /// - Parameters:
    ///   - limit: the greatest number of rows; nil for all.
    ///   - isWhole: whether the rows carry the whole jobs, which their JSON needs and a table does without.
    package init(of store: JobStoreReader, _ filter: JobFilter, limit: Int?, isWhole: Bool) throws {
        (rows, total) = try store.snapshot {
            let list = try store.list(filter, limit: limit)
            guard isWhole else { return (list.rows.map { JobListRow(line: $0) }, list.total) }
            // The same condition, order and limit over the same state of the store: the jobs are those of the lines.
            let jobs = try store.jobs(filter, limit: limit)
            return (zip(list.rows, jobs).map { JobListRow(line: $0, stored: $1) }, list.total)
        }
    }
}

/// One job of a list: the line of the table, and the whole job where JSON wants it.
package struct JobListRow: Sendable, Equatable {
    /// The line.
    package var line: StatusRow
    private let whole: Whole?

    /// Apart from the row: a long table would otherwise keep and copy room for a hundred thousand jobs that it does not
    /// read.
    private indirect enum Whole: Sendable, Equatable {
        case job(WatchedJob)
    }

    package init(line: StatusRow, stored: WatchedJob? = nil) {
        self.line = line
        whole = stored.map { Whole.job($0) }
    }

    /// Nil where only the line was read.
    package var stored: WatchedJob? {
        switch whole {
        case nil: nil
        case .job(let job): job
        }
    }

    /// The whole job under the API's names; without members where only the line was read.
    package var json: JSONObject { stored?.json(progress: line.progress) ?? [:] }
}
