internal import FineTuning
internal import SQLiteDatabase

/// The columns of a metric point, which `metrics` and `checkpoints` share.
enum MetricColumns {
    /// Beside the step.
    static let fields = [
        "total_steps", "train_loss", "train_mean_token_accuracy", "valid_loss", "valid_mean_token_accuracy",
        "full_valid_loss", "full_valid_mean_token_accuracy",
    ]

    /// For select lists.
    static let list = fields.joined(separator: ", ")

    /// Stores a point; a number that is missing now does not take away one that was there.
    ///
    /// `?1` account, `?2` job,
    /// `?3` step, then the fields.
    static let upsert: String = {
        let merged = fields.map { "\($0) = coalesce(excluded.\($0), metrics.\($0))" }.joined(separator: ", ")
        let differs = fields.map { "coalesce(excluded.\($0), metrics.\($0)) IS NOT metrics.\($0)" }
        return """
            INSERT INTO metrics (account, job, step, \(list)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            ON CONFLICT DO UPDATE SET \(merged) WHERE \(differs.joined(separator: " OR "))
            """
    }()

    /// A point's values in the order of ``fields``.
    static func values(_ point: MetricPoint) -> [SQLiteValue] {
        [
            .optional(point.totalSteps), .optional(point.trainLoss), .optional(point.trainAccuracy),
            .optional(point.validLoss), .optional(point.validAccuracy), .optional(point.fullValidLoss),
            .optional(point.fullValidAccuracy),
        ]
    }
}

extension Row {
    /// The next eight columns: a step and ``MetricColumns/fields``.
    mutating func metricPoint() -> MetricPoint {
        MetricPoint(
            step: integer(), totalSteps: optionalInteger(), trainLoss: optionalReal(), trainAccuracy: optionalReal(),
            validLoss: optionalReal(), validAccuracy: optionalReal(), fullValidLoss: optionalReal(),
            fullValidAccuracy: optionalReal())
    }
}
