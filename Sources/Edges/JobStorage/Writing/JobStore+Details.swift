package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// Stores what was fetched about a job beside the job itself, in one transaction; writes nothing that is there.
    ///
    /// - Returns: how many events were new.
    @discardableResult
    package func add(_ details: JobFindings) throws -> Int {
        let key = details.key
        let name: [SQLiteValue] = [.id(key.account), .id(key.job)]
        return try database.atomically {
            var newEvents = 0
            // Oldest first, so that positions grow with time.
            for event in details.events.reversed() {
                try database.run(EventColumns.insert, name + EventColumns.values(event))
                newEvents += database.changes
                if let metric = event.metric { try add(metric, name, toldAt: event.createdAt) }
            }
            for metric in details.metrics { try add(metric, name, toldAt: nil) }
            for checkpoint in details.checkpoints {
                try database.run(CheckpointColumns.insert, name + CheckpointColumns.values(checkpoint))
            }
            if let mark = details.eventMark {
                try database.run(
                    "UPDATE jobs SET event_mark = ?3 WHERE account = ?1 AND id = ?2 AND event_mark IS NOT ?3",
                    name + [.id(mark)])
            }
            if !details.harvested.isEmpty {
                try database.run(
                    """
                    UPDATE jobs SET harvest_missing = harvest_missing & ~?3
                    WHERE account = ?1 AND id = ?2 AND harvest_missing & ?3 <> 0
                    """, name + [.integer(Int64(details.harvested.rawValue))])
            }
            return newEvents
        }
    }

    /// Stores what a 404 for a job means.
    package func note(_ verdict: GoneRule.Verdict, of key: JobKey, at time: UnixTime) throws {
        jobChanges[key.account, default: 0] += 1
        let name: [SQLiteValue] = [.id(key.account), .id(key.job)]
        switch verdict {
        case .ignored:
            break
        case .counted(let misses):
            let text = misses.map { String($0.milliseconds) }.joined(separator: " ")
            try database.run("UPDATE jobs SET misses_ms = ?3 WHERE account = ?1 AND id = ?2", name + [.text(text)])
        case .gone:
            try database.run(
                """
                UPDATE jobs SET gone_at = ?3, revision = \(Schema.nextRevision)
                WHERE account = ?1 AND id = ?2 AND gone_at IS NULL
                """, name + [.integer(time.seconds)])
        }
    }

    /// Forgets the 404s of a job that answers again.
    package func forgetMisses(of key: JobKey) throws {
        jobChanges[key.account, default: 0] += 1
        try database.run(
            """
            UPDATE jobs SET misses_ms = '', gone_at = NULL, revision = \(Schema.nextRevision)
            WHERE account = ?1 AND id = ?2 AND (misses_ms <> '' OR gone_at IS NOT NULL)
            """, [.id(key.account), .id(key.job)])
    }

    private func add(_ metric: MetricPoint, _ name: [SQLiteValue], toldAt time: UnixTime?) throws {
        try database.run(
            MetricColumns.upsert, name + [.integer(metric.step), .seconds(time)] + MetricColumns.values(metric))
    }
}
