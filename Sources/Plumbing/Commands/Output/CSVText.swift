import FineTuning
import JSONText
import Text

/// Values as comma-separated ones.
package enum CSVText {
    /// One line with its end.
    package static func line(_ fields: [String]) -> String { CSVField.line(fields) }

    /// One value as a field; nothing where nothing is known.
    ///
    /// A text is guarded against spreadsheets that take it for a formula. Numbers are typed, so a negative one stays as
    /// it is.
    package static func field(_ value: ReportValue) -> String {
        switch value {
        case .unknown: ""
        case .text(let text): field(text)
        case .json(let value): value.isNull ? "" : field(JSONWriter.text(value))
        case .integer(let number), .bytes(let number): String(number)
        case .time(let time): String(time.seconds)
        case .number, .bool, .duration: JSONWriter.text(value.json).replacingNull
        }
    }

    /// One text as a field.
    package static func field(_ text: String) -> String { CSVField.text(text) }
}

extension String {
    fileprivate var replacingNull: String { self == "null" ? "" : self }
}
