package import FineTuning
internal import JobJSON
internal import SQLiteDatabase

/// An event and its place in the order in which the store came to know events.
package struct StoredEvent: Sendable, Hashable {
    /// Greater for events that were stored later, over all jobs: following asks for what is behind the last one shown.
    package var position: Int64
    /// The event.
    package var event: JobEvent

    package init(position: Int64, event: JobEvent) {
        self.position = position
        self.event = event
    }
}

extension JobStoreReader {
    /// A job's events, oldest first: by time, and within a second in the server's order.
    ///
    /// - Parameters:
    ///   - position: only events that were stored after this position.
    ///   - newest: only that many of the newest; nil for all.
    package func events(of key: JobKey, after position: Int64 = 0, newest: Int? = nil) throws -> [StoredEvent] {
        let rows = try database.rows(
            """
            SELECT position, \(EventColumns.list) FROM events
            WHERE account = ?1 AND job = ?2 AND position > ?3
            ORDER BY created_at DESC, position DESC \(Self.limit(newest))
            """, [.id(key.account), .id(key.job), .integer(position)], EventColumns.read)
        return rows.reversed()
    }

    /// A job's numbers, by step.
    package func metrics(of key: JobKey) throws -> [MetricPoint] {
        try database.rows(
            "SELECT step, \(MetricColumns.list(schema: schema)) FROM metrics WHERE account = ?1 AND job = ?2 ORDER BY step",
            [.id(key.account), .id(key.job)]
        ) { MetricColumns.read(&$0) }
    }

    /// When the API told of a job's steps; steps that only a results file has are missing.
    package func stepTimes(of key: JobKey) throws -> [Int64: UnixTime] {
        guard schema >= Schema.firstWithMore else { return try stepTimesOfEvents(key) }
        let rows = try database.rows(
            "SELECT step, reported_at FROM metrics WHERE account = ?1 AND job = ?2 AND reported_at IS NOT NULL",
            [.id(key.account), .id(key.job)]
        ) { ($0.integer(), $0.time()) }
        // A store of before knows the times of steps whose events say them in words only by these events.
        guard !rows.isEmpty else { return try stepTimesOfEvents(key) }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    private func stepTimesOfEvents(_ key: JobKey) throws -> [Int64: UnixTime] {
        let told = try events(of: key).compactMap { stored in
            stored.event.reported.map { ($0.step, stored.event.createdAt) }
        }
        return Dictionary(told, uniquingKeysWith: { first, _ in first })
    }

    /// The numbers of a job's last stored step.
    package func lastMetric(of key: JobKey) throws -> MetricPoint? {
        try database.row(
            """
            SELECT step, \(MetricColumns.list(schema: schema)) FROM metrics WHERE account = ?1 AND job = ?2
            ORDER BY step DESC LIMIT 1
            """, [.id(key.account), .id(key.job)]
        ) { MetricColumns.read(&$0) }
    }

    /// A job's checkpoints, by step.
    package func checkpoints(of key: JobKey) throws -> [Checkpoint] {
        try database.rows(
            """
            SELECT \(CheckpointColumns.list(schema: schema)) FROM checkpoints WHERE account = ?1 AND job = ?2 ORDER BY step_number
            """, [.id(key.account), .id(key.job)], CheckpointColumns.read)
    }

    /// The best of a job's checkpoints, as far as the store knows them.
    ///
    /// Those of a job that has just ended are not fetched yet: until then they are known by the events that announced
    /// them.
    package func bestCheckpoint(of key: JobKey) throws -> CheckpointFacts? {
        let fetched = try checkpoints(of: key)
        guard fetched.isEmpty else { return fetched.map(CheckpointFacts.init).best }
        let messages = try database.rows(
            """
            SELECT message FROM events WHERE account = ?1 AND job = ?2 AND message GLOB 'Checkpoint created at step *'
            """, [.id(key.account), .id(key.job)]
        ) { $0.text() }
        return try messages.compactMap { message in
            let step = CheckpointFacts(announcedBy: message) { _ in nil }?.step
            let metric = try step.flatMap { try self.metric(of: key, step: $0) }
            return CheckpointFacts(announcedBy: message) { _ in metric }
        }.best
    }

    private func metric(of key: JobKey, step: Int64) throws -> MetricPoint? {
        try database.row(
            "SELECT step, \(MetricColumns.list(schema: schema)) FROM metrics WHERE account = ?1 AND job = ?2 AND step = ?3",
            [.id(key.account), .id(key.job), .integer(step)]
        ) { MetricColumns.read(&$0) }
    }

    /// A job's seen changes, in the order they were seen.
    package func transitions(of key: JobKey) throws -> [Transition] {
        try database.rows(
            "SELECT \(TransitionColumns.list) FROM transitions WHERE account = ?1 AND job = ?2 ORDER BY position",
            [.id(key.account), .id(key.job)], TransitionColumns.read)
    }
}
