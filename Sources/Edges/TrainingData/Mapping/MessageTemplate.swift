/// The text of one message with `{column}` where a row's value goes; `{{` and `}}` are single braces.
///
///     try MessageTemplate("{correct_answer} Explanation: {support}")
///
/// A column may be followed by a way into its value: `{answers.text[0]}`. What stands between `[[` and `]]` is left out
/// where a column within holds nothing: `{instruction}[[ {input}]]`. Without a column within, and doubled, as `[[[[` and
/// `]]]]`, those brackets are themselves.
public struct MessageTemplate: Sendable, Equatable {
    /// A stretch of the text.
    package enum Piece: Sendable, Equatable {
        case text(String)
        case column(String)
        /// Left out unless every column within holds something; there is at least one.
        case optional([Piece])
    }

    /// The template as it was written.
    public let source: String
    package let pieces: [Piece]

    /// The columns in the order of the text, each once, those of optional parts among them.
    public var columns: [String] { Self.columns(of: pieces, optional: true) }

    /// The columns that every row needs.
    package var neededColumns: [String] { Self.columns(of: pieces, optional: false) }

    /// Whether nothing but columns, and blanks between them, makes the text.
    package var isColumnsOnly: Bool {
        !pieces.isEmpty
            && pieces.allSatisfy { piece in
                switch piece {
                case .text(let text): text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
                case .column, .optional: true
                }
            } && !columns.isEmpty
    }

    private static func columns(of pieces: [Piece], optional: Bool) -> [String] {
        var columns: [String] = []
        func take(_ name: String) { if !columns.contains(name) { columns.append(name) } }
        for piece in pieces {
            switch piece {
            case .text: break
            case .column(let name): take(name)
            case .optional(let pieces): if optional { Self.columns(of: pieces, optional: true).forEach(take) }
            }
        }
        return columns
    }

    /// Reads a template; blanks around a column's name do not belong to it.
    ///
    /// - Throws: `TemplateError` when a brace has no partner or encloses nothing.
    public init(_ source: String) throws(TemplateError) {
        self.source = source
        var reader = TemplateReader(source)
        pieces = try reader.read()
    }

    /// Text that is the same for every row, braces and brackets included.
    public init(verbatim text: String) {
        source = Self.doubled(text)
        pieces = text.isEmpty ? [] : [.text(text)]
    }

    /// Pieces known to be right.
    package init(pieces: [Piece]) {
        self.pieces = pieces
        source = Self.source(of: pieces)
    }

    private static func source(of pieces: [Piece]) -> String {
        pieces.map {
            switch $0 {
            case .text(let text): doubled(text)
            case .column(let name): "{\(name)}"
            case .optional(let pieces): "[[\(source(of: pieces))]]"
            }
        }.joined()
    }

    /// A text with braces, and with brackets that stand in pairs, written twice.
    private static func doubled(_ text: String) -> String {
        var doubled = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            doubled.append(scalar)
            if scalar == "{" || scalar == "}" { doubled.append(scalar) }
            if scalar == "[" || scalar == "]", rest.first == scalar {
                rest.removeFirst()
                doubled.append(contentsOf: repeatElement(scalar, count: 3))
            }
        }
        return String(doubled)
    }
}
