package import FineTuning
internal import JobJSON
internal import SQLiteDatabase

extension JobStoreReader {
    /// The jobs that cost something in a time: those that ended in it, and those under way.
    package func spendingJobs(from: UnixTime, until: UnixTime) throws -> [WatchedJob] {
        let bounds: [SQLiteValue] = [.integer(from.seconds), .integer(until.seconds)]
        let ended = try database.jobs(where: "finished_at >= ?1 AND finished_at < ?2", bounds)
        // The API leaves the time out of some failures: their creation counts.
        let timeless = try database.jobs(
            where: "created_at >= ?1 AND created_at < ?2 AND finished_at IS NULL AND NOT (\(Self.isUnfinished))", bounds
        )
        let open = try database.jobs(where: Self.isUnfinished, [])
        return (ended + timeless).filter { $0.job.status.isTerminal } + open
    }

    /// What the newest job that ended well on a file was trained on, and in how many epochs; nil where there is none.
    package func trained(on file: FileID, of account: AccountName) throws -> (trained: Int64, epochs: Int64)? {
        let jobs = try database.jobs(
            where: """
                account = ?1 AND training_file = ?2 AND trained_tokens > 0 AND finished_at IS NOT NULL
                ORDER BY finished_at DESC LIMIT 1
                """, [.id(account), .id(file)])
        guard let job = jobs.first?.job, job.status.meaning == .succeeded, let tokens = job.trainedTokens,
            case .value(let text)? = job.hyperparameters.epochs, let epochs = Int64(text)
        else { return nil }
        return (tokens, epochs)
    }

    /// The size of a job's training file in bytes, where the job or the file was sent from here.
    package func trainingBytes(of stored: WatchedJob) throws -> Int64? {
        let submitted = try database.row(
            "SELECT training_bytes FROM submissions WHERE account = ?1 AND job = ?2",
            [.id(stored.account), .id(stored.job.id)]
        ) { $0.integer() }
        if let submitted { return submitted }
        guard let file = stored.job.trainingFile else { return nil }
        return try database.row(
            "SELECT bytes FROM uploads WHERE account = ?1 AND file = ?2", [.id(stored.account), .id(file)]
        ) { $0.integer() }
    }

    /// When the limits of a month were seen to be exceeded, by their currencies.
    package func exceededBudgets(of month: String) throws -> [String: UnixTime] {
        guard schema >= Schema.firstWithMore else { return [:] }
        let rows = try database.rows("SELECT currency, exceeded_at FROM budgets WHERE month = ?1", [.text(month)]) {
            ($0.text(), $0.time())
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }
}
