import Charts
import Text

/// HTML: in an interpolation the literal parts are markup of ours, and every value is escaped.
///
/// Text of the API, of files and of users gets into a page only through here, so none of it can be markup, steer the
/// direction of the text, or hide itself.
struct Markup: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The HTML itself.
    private(set) var html: String

    init(stringLiteral value: String) { html = value }

    init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }

    /// Nothing.
    static let none: Markup = ""

    /// Markup that was made elsewhere and escapes what it shows, as a drawing of `Charts` does.
    init(trusted html: String) { self.html = html }

    static func + (left: Markup, right: Markup) -> Markup { Markup(trusted: left.html + right.html) }

    static func += (left: inout Markup, right: Markup) { left.html += right.html }

    /// Takes literals as markup and values as text.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var html = ""

        init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { html += literal }

        mutating func appendInterpolation(_ text: String) { html += text.escaped }

        mutating func appendInterpolation(_ markup: Markup) { html += markup.html }

        mutating func appendInterpolation(_ markups: [Markup]) { for one in markups { html += one.html } }

        mutating func appendInterpolation(_ number: some BinaryInteger) { html += "\(number)" }
    }
}

extension String {
    /// For text and quoted attributes.
    fileprivate var escaped: String {
        // Nearly every text has nothing to escape, and a page has thousands of them.
        utf8.allSatisfy(\.isPlain) ? self : escapedForMarkup
    }
}

extension UInt8 {
    /// Whether a byte stands for itself in a page: printable ASCII but `"`, `&`, `'`, `<` and `>`.
    fileprivate var isPlain: Bool {
        switch self {
        case 0x22, 0x26, 0x27, 0x3C, 0x3E: false
        case 0x20..<0x7F: true
        default: false
        }
    }
}

extension Sequence {
    /// The markup of each element, one behind the other.
    func markup(_ one: (Element) -> Markup) -> Markup { reduce(into: Markup.none) { $0 += one($1) } }
}

extension Optional {
    /// The markup of the value, nothing without one.
    func markup(_ one: (Wrapped) -> Markup) -> Markup { map(one) ?? .none }
}
