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
            let rows = try list.rows.map { line in
                JobListRow(line: line, stored: isWhole ? try store.job(line.key) : nil)
            }
            return (rows, list.total)
        }
    }
}

/// One job of a list: the line of the table, and the whole job where JSON wants it.
package struct JobListRow: Sendable, Equatable {
    /// The line.
    package var line: StatusRow
    /// Nil where only the line was read.
    package var stored: WatchedJob?

    package init(line: StatusRow, stored: WatchedJob? = nil) {
        self.line = line
        self.stored = stored
    }

    /// The whole job under the API's names; without members where only the line was read.
    package var json: JSONObject { stored?.json(progress: line.progress) ?? [:] }
}
