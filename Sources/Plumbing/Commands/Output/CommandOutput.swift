package import JSONText
import Text

/// What a verb can print with `-o`: the formats, and the keys of its JSON.
package struct CommandOutput: Sendable {
    /// What `-o json` is.
    package enum Shape: Sendable {
        /// One object.
        case object
        /// An array of objects; with `jsonl` one object a line.
        case array
    }

    /// In the order in which help names them; the first is what is printed without `-o`.
    package let formats: [OutputFormat]
    package let shape: Shape
    /// What is to be said of the keys as a whole, where that is more than their meanings.
    package let remark: String?
    /// The keys of the object, or of each object of the array.
    package let fields: [JSONFieldNote]
    /// For verbs that print other objects with other options: when, and their keys.
    package let others: [(when: String, fields: [JSONFieldNote])]

    package init(
        _ formats: [OutputFormat], _ shape: Shape, _ fields: [JSONFieldNote], remark: String? = nil,
        others: [(when: String, fields: [JSONFieldNote])] = []
    ) {
        self.formats = formats
        self.shape = shape
        self.fields = fields
        self.remark = remark
        self.others = others
    }

    /// One object, or its facts for people.
    package static func object(_ fields: [JSONFieldNote], remark: String? = nil) -> Self {
        CommandOutput([.table, .json, .jsonl], .object, fields, remark: remark)
    }

    /// A table, in every format.
    package static func rows<Row>(
        _ report: Report<Row>, remark: String? = nil, others: [(when: String, fields: [JSONFieldNote])] = []
    ) -> Self {
        CommandOutput(OutputFormat.allCases, .array, report.notes, remark: remark, others: others)
    }

    /// `-o` with these formats only.
    var option: CommandOption<OutputFormat> {
        let words = formats.map(\.rawValue)
        let formats = formats
        let kind = ArgumentKind<OutputFormat>(
            name: "FORMAT", expectation: "one of \(words.joined(separator: ", "))", choices: words
        ) { text in
            OutputFormat(rawValue: text).flatMap { formats.contains($0) ? $0 : nil }
        }
        return .value(
            StandardOptions.output.entry.name, short: StandardOptions.output.entry.short, kind, default: .table,
            ListText.alternatives(words))
    }

    /// What stands above the keys: `one object a line with jsonl, …`.
    var heading: String {
        switch shape {
        case .object: "-o json prints one object"
        case .array: "-o json prints an array, -o jsonl one object a line"
        }
    }
}
