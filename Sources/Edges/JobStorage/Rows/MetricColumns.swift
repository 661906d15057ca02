internal import FineTuning
internal import JSONText
internal import JobJSON
internal import SQLiteDatabase

/// The columns of a metric point but its step, which `metrics` and `checkpoints` share.
enum MetricColumns {
    /// The one list of them.
    static let all = Columns<MetricPoint>([totalSteps] + numbers + [more])

    private static let totalSteps = Column<MetricPoint>(
        "total_steps", write: { .optional($0.totalSteps) }, read: { $1.totalSteps = $0.optionalInteger() })

    private static let numbers: [Column<MetricPoint>] = MetricPoint.numbers.map { name, path in
        Column(
            // SQLite has no NaN: what is no finite number is written in the last column.
            name, write: { .optional($0[keyPath: path].flatMap { $0.isFinite ? $0 : nil }) },
            read: { row, point in point[keyPath: path] = row.optionalReal() })
    }

    /// What has no column: read after the others, whose numbers count.
    private static let more = Column<MetricPoint>(
        "more",
        write: { point in
            let object = point.moreJSON
            return .text(object.members.isEmpty ? "{}" : JSONWriter.text(.object(object)))
        },
        read: { row, point in
            guard let text = row.optionalText(), text != "{}" else { return }
            point.take(more: JSONObject(received: text))
        })

    /// For select lists, behind the step.
    ///
    /// - Parameter schema: that of the store: the first ones lack a column.
    static func list(schema: Int) -> String {
        schema >= Schema.firstWithMore ? all.list : all.list(withNull: "more")
    }

    /// Stores a point; a number that is missing now does not take away one that was there.
    ///
    /// `?1` account, `?2` job, `?3` step, `?4` when an event told of it or NULL, then ``values(_:)``. A step that is told
    /// again, after a pause, is the step of its first report.
    static let upsert: String = {
        let merged = all.names.map { name in
            let value =
                name == "more"
                ? "CASE excluded.more WHEN '{}' THEN metrics.more ELSE json_patch(metrics.more, excluded.more) END"
                : "coalesce(excluded.\(name), metrics.\(name))"
            return (name: name, value: value)
        }
        let told = "coalesce(metrics.reported_at, excluded.reported_at)"
        let differs = ["\(told) IS NOT metrics.reported_at"] + merged.map { "\($0.value) IS NOT metrics.\($0.name)" }
        return """
            INSERT INTO metrics (account, job, step, reported_at, \(all.list))
            VALUES (?1, ?2, ?3, ?4, \(all.parameters(from: 5)))
            ON CONFLICT DO UPDATE SET reported_at = \(told),
                \(merged.map { "\($0.name) = \($0.value)" }.joined(separator: ", "))
            WHERE \(differs.joined(separator: " OR "))
            """
    }()

    /// A point's values in the order of ``list(schema:)``.
    static func values(_ point: MetricPoint) -> [SQLiteValue] { all.values(point) }

    /// Reads a step and ``list(schema:)``.
    static func read(_ row: inout ResultRow) -> MetricPoint {
        var point = MetricPoint(step: row.integer())
        all.read(&row, into: &point)
        return point
    }
}
