/// How a text stands out; never the only sign of its meaning.
package enum TextStyle: Sendable, Equatable, CaseIterable {
    case plain
    case bold
    case dim
    case good
    case bad
    case busy
    case warning

    /// The parameters of the terminal's SGR sequence; nil for plain text.
    fileprivate var code: String? {
        switch self {
        case .plain: nil
        case .bold: "1"
        case .dim: "2"
        case .good: "32"
        case .bad: "31"
        case .busy: "36"
        case .warning: "33"
        }
    }

    /// Every sequence that ``Paint`` writes.
    static let sequences = ["\u{1B}[0m"] + allCases.compactMap { $0.code.map { "\u{1B}[\($0)m" } }
}

/// Colours text for one stream, or leaves it alone.
package struct Paint: Sendable, Equatable {
    package let isOn: Bool

    package init(isOn: Bool) { self.isOn = isOn }

    /// The text in a style.
    package func callAsFunction(_ text: String, _ style: TextStyle) -> String {
        guard isOn, let code = style.code, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
