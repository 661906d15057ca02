/// The text of one message with `{column}` where a row's value goes; `{{` and `}}` are single braces.
///
///     try MessageTemplate("{correct_answer} Explanation: {support}")
public struct MessageTemplate: Sendable, Equatable {
    /// A stretch of the text.
    enum Piece: Sendable, Equatable {
        case text(String)
        case column(String)
    }

    /// The template as it was written.
    public let source: String
    let pieces: [Piece]

    /// The columns in the order of the text, each once.
    public var columns: [String] {
        var columns: [String] = []
        for case .column(let name) in pieces where !columns.contains(name) { columns.append(name) }
        return columns
    }

    /// Reads a template; blanks around a column's name do not belong to it.
    ///
    /// - Throws: `TemplateError` when a brace has no partner or encloses nothing.
    public init(_ source: String) throws(TemplateError) {
        self.source = source
        var pieces: [Piece] = []
        var text = ""
        var rest = Substring(source)
        while let character = rest.popFirst() {
            guard character == "{" || character == "}" else {
                text.append(character)
                continue
            }
            if rest.first == character {
                rest.removeFirst()
                text.append(character)
                continue
            }
            let next = rest.startIndex
            // Counted only for an error: else a template of many columns would take quadratic time.
            func failure(_ fault: TemplateError.Fault) -> TemplateError {
                TemplateError(
                    template: source, column: source.distance(from: source.startIndex, to: next), fault: fault)
            }
            guard character == "{" else { throw failure(.unopened) }
            guard let end = rest.firstIndex(where: { $0 == "}" || $0 == "{" }), rest[end] == "}" else {
                throw failure(.unclosed)
            }
            let name = rest[..<end].trimmed
            guard !name.isEmpty else { throw failure(.nameless) }
            if !text.isEmpty { pieces.append(.text(text)) }
            text = ""
            pieces.append(.column(name))
            rest = rest[end...].dropFirst()
        }
        if !text.isEmpty { pieces.append(.text(text)) }
        self.pieces = pieces
    }

    /// Text that is the same for every row, braces included.
    public init(verbatim text: String) {
        source = text.map { $0 == "{" || $0 == "}" ? "\($0)\($0)" : String($0) }.joined()
        pieces = text.isEmpty ? [] : [.text(text)]
    }

    /// Pieces known to be right.
    init(pieces: [Piece]) {
        self.pieces = pieces
        source =
            pieces.map {
                switch $0 {
                case .text(let text): MessageTemplate(verbatim: text).source
                case .column(let name): "{\(name)}"
                }
            }.joined()
    }
}

/// Why a text is no template.
public struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong at the column.
    public enum Fault: Sendable, Equatable {
        /// A `{` without `}`.
        case unclosed
        /// A `}` without `{`.
        case unopened
        /// Braces with no name between them.
        case nameless
    }

    /// The template as it was written.
    public let template: String
    /// Where the brace stands, counted in characters from 1.
    public let column: Int
    /// What is wrong there.
    public let fault: Fault

    /// One sentence for people.
    public var description: String {
        let place = "template, character \(column): "
        return switch fault {
        case .unclosed: place + "\"{\" opens a column that no \"}\" closes; write \"{{\" for a brace"
        case .unopened: place + "\"}\" closes nothing; write \"}}\" for a brace"
        case .nameless: place + "\"{}\" names no column; write {question}, or \"{{}}\" for braces"
        }
    }
}

extension Substring {
    /// Without the blanks at both ends.
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }
}
