import FineTuning
import JSONText
import JobJSON
import Text

/// The numbers of one job, whoever told them, and their table.
struct JobMetrics {
    private var points: [Int64: MetricPoint] = [:]

    var isEmpty: Bool { points.isEmpty }

    /// Adds numbers; what is known of a step already stays.
    mutating func add(_ more: [MetricPoint]) {
        for point in more {
            guard var known = points[point.step] else {
                points[point.step] = point
                continue
            }
            known.totalSteps = known.totalSteps ?? point.totalSteps
            for (_, path) in MetricPoint.numbers where known[keyPath: path] == nil {
                known[keyPath: path] = point[keyPath: path]
            }
            known.others.merge(point.others) { own, _ in own }
            points[point.step] = known
        }
    }

    /// Adds those that events tell of.
    ///
    /// - Parameter events: an array of events, as they came.
    mutating func add(events: [UInt8]) {
        guard case .array(let values)? = Self.parse(events) else { return }
        add(values.compactMap { JobEvent(wire: $0)?.metric })
    }

    private static func parse(_ bytes: [UInt8]) -> JSONValue? {
        do throws(JSONSyntaxError) { return try JSONValue.parse(bytes) } catch { return nil }
    }

    /// The columns of ``csv``.
    static let columns = ["step", "total_steps"] + MetricPoint.numbers.map(\.name) + ["more"]

    /// A line a step, the titles first.
    var csv: String {
        CSVField.line(Self.columns)
            + points.values.sorted { $0.step < $1.step }.map { CSVField.line(Self.fields($0)) }.joined()
    }

    private static func fields(_ point: MetricPoint) -> [String] {
        let numbers = MetricPoint.numbers.map { name, path in point[keyPath: path].map(text) ?? "" }
        var others: JSONObject = [:]
        for (name, number) in point.others.sorted(by: { $0.key < $1.key }) {
            others[name] = number.notFiniteWord.map(JSONValue.string) ?? .real(number)
        }
        let more = others.members.isEmpty ? "" : JSONWriter.text(.object(others))
        return ["\(point.step)", point.totalSteps.map { "\($0)" } ?? ""] + numbers + [CSVField.text(more)]
    }

    private static func text(_ number: Double) -> String { number.notFiniteWord ?? number.shortest }
}
