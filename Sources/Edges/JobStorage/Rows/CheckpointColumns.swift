internal import FineTuning
internal import SQLiteDatabase

/// The columns of `checkpoints` but account and job.
enum CheckpointColumns {
    private static let all =
        Columns<Checkpoint>([
            .id("id", \.id), .seconds("created_at", \.createdAt), .id("fine_tuned_model_checkpoint", \.model),
            Column(
                "step_number", write: { .integer($0.step) },
                read: { row, checkpoint in
                    checkpoint.step = row.integer()
                    checkpoint.metric.step = checkpoint.step
                }),
            .text("raw", \.raw),
        ]) + MetricColumns.all.part(\.metric)

    /// For select lists.
    ///
    /// - Parameter schema: that of the store: the first ones lack a column.
    static func list(schema: Int) -> String {
        schema >= Schema.firstWithMore ? all.list : all.list(withNull: "more")
    }

    /// Stores a checkpoint that is not there: `?1` account, `?2` job, then ``values(_:)``.
    static let insert = """
        INSERT INTO checkpoints (account, job, \(all.list)) VALUES (?1, ?2, \(all.parameters(from: 3)))
        ON CONFLICT DO NOTHING
        """

    /// A checkpoint's values in the order of ``list(schema:)``.
    static func values(_ checkpoint: Checkpoint) -> [SQLiteValue] { all.values(checkpoint) }

    /// Reads ``list(schema:)``.
    static func read(_ row: inout ResultRow) -> Checkpoint {
        var checkpoint = Checkpoint(
            id: CheckpointID(""), createdAt: UnixTime(seconds: 0), model: ModelName(""), step: 0,
            metric: MetricPoint(step: 0), raw: "")
        all.read(&row, into: &checkpoint)
        return checkpoint
    }
}
