import JSONText
import Text

/// What judges the answers of a model while it learns by reinforcement: the kinds of graders that the API documents.
///
/// A grader reads each row through templates: `{{item.KEY}}` is a key of the row beside `messages`, `{{sample.…}}` what the
/// model answered.
public struct Grader: Hashable, Sendable {
    /// The grader as the API takes it, on one line.
    public let text: String
    /// The fields of a row that it reads, each as the keys that lead there.
    public let fields: [[String]]

    /// A file with a larger grader is none: 1 MB.
    public static let mostBytes = 1 << 20

    /// Reads a grader.
    ///
    /// - Throws: ``GraderError``: what is wrong, and where.
    public init(_ json: [UInt8]) throws(GraderError) {
        let value: JSONValue
        do throws(JSONSyntaxError) { value = try JSONValue.parse(json) } catch {
            let place = error.place(in: json)
            throw GraderError(
                at: "", "not JSON at line \(place.line), column \(place.column): expected \(error.expected)")
        }
        var rules = GraderRules()
        try rules.check(value, at: "", inMulti: false)
        text = JSONWriter.text(value)
        fields = rules.fields
    }
}

/// What is wrong with a grader, as a sentence.
public struct GraderError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The key and the problem: `reference: to be text`.
    public let description: String

    init(at path: String, _ problem: String) {
        description = (path.isEmpty ? problem : "\(path): \(problem)").printable(limit: 300)
    }
}
