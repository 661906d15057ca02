package import FineTuning
package import JSONText
import Text

extension JSONValue {
    /// Whole Unix seconds, or `null` when there is no moment.
    package static func seconds(_ time: UnixTime?) -> JSONValue { time.map { .integer($0.seconds) } ?? .null }

    /// The integer, or `null` when there is none.
    package static func optional(_ value: Int64?) -> JSONValue { value.map { .integer($0) } ?? .null }

    /// The number, or `null` when there is none, and for infinities and NaN, for which JSON has no words.
    package static func real(_ value: Double?, _ form: RealForm = .shortest) -> JSONValue {
        guard let value, value.isFinite else { return .null }
        switch form {
        case .shortest: return .number(JSONNumber(text: value.shortest))
        case .withPoint: return .number(JSONNumber(text: "\(value)"))
        }
    }
}

/// How a whole number that is a `Double` is written.
package enum RealForm: Sendable {
    /// `2`: what `ftctl` prints.
    case shortest
    /// `2.0`: what the bodies of hooks have; receivers may compare or sign them byte by byte.
    case withPoint
}
