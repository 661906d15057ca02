internal import FineTuning
internal import JobJSON
internal import SQLiteDatabase

/// The columns of a metric point but its step, which `metrics` and `checkpoints` share.
enum MetricColumns {
    /// The one list of them.
    static let all = Columns<MetricPoint>([totalSteps] + numbers)

    private static let totalSteps = Column<MetricPoint>(
        "total_steps", write: { .optional($0.totalSteps) }, read: { $1.totalSteps = $0.optionalInteger() })

    private static let numbers: [Column<MetricPoint>] = MetricPoint.numbers.map { name, path in
        Column(
            name, write: { .optional($0[keyPath: path]) },
            read: { row, point in point[keyPath: path] = row.optionalReal() })
    }

    /// For select lists, behind the step.
    static let list = all.list

    /// Stores a point; a number that is missing now does not take away one that was there.
    ///
    /// `?1` account, `?2` job, `?3` step, then ``values(_:)``.
    static let upsert: String = {
        let merged = all.names.map { "\($0) = coalesce(excluded.\($0), metrics.\($0))" }.joined(separator: ", ")
        let differs = all.names.map { "coalesce(excluded.\($0), metrics.\($0)) IS NOT metrics.\($0)" }
        return """
            INSERT INTO metrics (account, job, step, \(list)) VALUES (?1, ?2, ?3, \(all.parameters(from: 4)))
            ON CONFLICT DO UPDATE SET \(merged) WHERE \(differs.joined(separator: " OR "))
            """
    }()

    /// A point's values in the order of ``list``.
    static func values(_ point: MetricPoint) -> [SQLiteValue] { all.values(point) }

    /// Reads a step and ``list``.
    static func read(_ row: inout ResultRow) -> MetricPoint {
        var point = MetricPoint(step: row.integer())
        all.read(&row, into: &point)
        return point
    }
}
