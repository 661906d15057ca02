import Text

/// The text of one message with `{column}` where a row's value goes; `{{` and `}}` are single braces.
///
///     try MessageTemplate("{correct_answer} Explanation: {support}")
public struct MessageTemplate: Sendable, Equatable {
    /// A stretch of the text.
    package enum Piece: Sendable, Equatable {
        case text(String)
        case column(String)
    }

    /// The template as it was written.
    public let source: String
    package let pieces: [Piece]

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
        // By Unicode scalars: a combining mark behind a brace leaves it a brace.
        let scalars = source.unicodeScalars
        var pieces: [Piece] = []
        var text = String.UnicodeScalarView()
        var rest = scalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "{" || scalar == "}" else {
                text.append(scalar)
                continue
            }
            if rest.first == scalar {
                rest.removeFirst()
                text.append(scalar)
                continue
            }
            let next = rest.startIndex
            // Counted only for an error: else a template of many columns would take quadratic time.
            func failure(_ problem: TemplateError.Problem) -> TemplateError {
                TemplateError(
                    template: source, column: scalars.distance(from: scalars.startIndex, to: next), problem: problem)
            }
            guard scalar == "{" else { throw failure(.unopened) }
            guard let end = rest.firstIndex(where: { $0 == "}" || $0 == "{" }), rest[end] == "}" else {
                throw failure(.unclosed)
            }
            let name = Substring(rest[..<end]).trimmed
            guard !name.isEmpty else { throw failure(.nameless) }
            if !text.isEmpty { pieces.append(.text(String(text))) }
            text = String.UnicodeScalarView()
            pieces.append(.column(name))
            rest = rest[end...].dropFirst()
        }
        if !text.isEmpty { pieces.append(.text(String(text))) }
        self.pieces = pieces
    }

    /// Text that is the same for every row, braces included.
    public init(verbatim text: String) {
        var doubled = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "{" || scalar == "}" { doubled.append(scalar) }
            doubled.append(scalar)
        }
        source = String(doubled)
        pieces = text.isEmpty ? [] : [.text(text)]
    }

    /// Pieces known to be right.
    package init(pieces: [Piece]) {
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
    public enum Problem: Sendable, Equatable {
        /// A `{` without `}`.
        case unclosed
        /// A `}` without `{`.
        case unopened
        /// Braces with no name between them.
        case nameless
    }

    /// The template as it was written.
    public let template: String
    /// Where the brace stands, counted in Unicode scalars from 1.
    public let column: Int
    /// What is wrong there.
    public let problem: Problem

    /// Where, what, and how to write it.
    public var description: String {
        let place = "template, character \(column): "
        return switch problem {
        case .unclosed: place + "\"{\" opens a column that no \"}\" closes; write \"{{\" for a brace"
        case .unopened: place + "\"}\" closes nothing; write \"}}\" for a brace"
        case .nameless: place + "\"{}\" names no column; write {question}, or \"{{}}\" for braces"
        }
    }
}
