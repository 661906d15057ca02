package import FineTuning
package import JSONText
package import Text

/// One fact of a row, typed, so that each format writes it its own way.
package enum ReportValue: Sendable, Equatable {
    case unknown
    case text(String)
    case integer(Int64)
    case number(Double)
    case bool(Bool)
    case time(UnixTime)
    case bytes(Int64)
    /// Seconds in JSON and CSV.
    case duration(Duration)
    /// Anything deeper; compact JSON text in CSV.
    case json(JSONValue)

    /// The text, or unknown.
    package static func optional(_ text: String?) -> ReportValue { text.map(ReportValue.text) ?? .unknown }

    /// The number, or unknown.
    package static func optional(_ number: Int64?) -> ReportValue { number.map(ReportValue.integer) ?? .unknown }

    /// The moment, or unknown.
    package static func optional(_ time: UnixTime?) -> ReportValue { time.map(ReportValue.time) ?? .unknown }

    /// In JSON: times are Unix seconds, sizes bytes, unknown is null.
    package var json: JSONValue {
        switch self {
        case .unknown: .null
        case .text(let text): .string(text)
        case .integer(let number), .bytes(let number): .integer(number)
        case .number(let number): number.isFinite ? .number(JSONNumber(text: number.shortest)) : .null
        case .bool(let bool): .bool(bool)
        case .time(let time): .integer(time.seconds)
        case .duration(let duration): .number(JSONNumber(text: duration.inSeconds.shortest))
        case .json(let value): value
        }
    }

    /// In tables: grouped digits, local times, units; nothing where nothing is known.
    package func display(_ time: LocalTime, now: UnixTime) -> String {
        switch self {
        case .unknown: ""
        case .text(let text): text.printable
        case .integer(let number): HumanText.number(number)
        case .number(let number): number.shortest
        case .bool(let bool): bool ? "yes" : "no"
        case .time(let moment): time.short(moment, now: now)
        case .bytes(let count): HumanText.bytes(count)
        case .duration(let duration): HumanText.duration(duration)
        case .json(let value): JSONWriter.text(value).printable
        }
    }

    /// Whether nothing is known.
    package var isUnknown: Bool {
        switch self {
        case .unknown: true
        case .text, .integer, .number, .bool, .time, .bytes, .duration, .json: false
        }
    }

    /// Numbers stand right, so that their digits line up.
    package var isNumeric: Bool {
        switch self {
        case .integer, .number, .bytes: true
        case .unknown, .text, .bool, .time, .duration, .json: false
        }
    }
}
