import Text

/// Reads the text of a template, by Unicode scalars: a combining mark behind a brace leaves it a brace.
struct TemplateReader {
    private let source: String
    private let scalars: String.UnicodeScalarView
    private var rest: Substring.UnicodeScalarView
    /// The text before the next column.
    private var text = String.UnicodeScalarView()
    private var pieces: [MessageTemplate.Piece] = []
    /// The pieces before the optional part at hand; nil outside of one.
    private var outer: [MessageTemplate.Piece]?

    init(_ source: String) {
        self.source = source
        scalars = source.unicodeScalars
        rest = scalars[...]
    }

    mutating func read() throws(TemplateError) -> [MessageTemplate.Piece] {
        while let scalar = rest.popFirst() {
            switch scalar {
            case "{", "}": try takeBrace(scalar)
            case "[" where rest.first == "[": takeBrackets(scalar, at: "[[")
            case "]" where rest.first == "]": takeBrackets(scalar, at: "]]")
            default: text.append(scalar)
            }
        }
        // A part that nothing closes is text.
        if let outer {
            endText()
            let inner = pieces
            pieces = outer
            add([.text("[[")] + inner)
            self.outer = nil
        }
        endText()
        return pieces
    }

    private mutating func takeBrace(_ scalar: Unicode.Scalar) throws(TemplateError) {
        if rest.first == scalar {
            rest.removeFirst()
            text.append(scalar)
            return
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
        endText()
        pieces.append(.column(name))
        rest = rest[end...].dropFirst()
    }

    /// Takes `[[` or `]]`, or either of them written twice.
    private mutating func takeBrackets(_ scalar: Unicode.Scalar, at brackets: String) {
        rest.removeFirst()
        if rest.first == scalar, rest.dropFirst().first == scalar {
            rest.removeFirst(2)
            text.append(contentsOf: brackets.unicodeScalars)
            return
        }
        if scalar == "[", outer == nil {
            endText()
            outer = pieces
            pieces = []
        } else if scalar == "]", let before = outer {
            endText()
            let inner = pieces
            pieces = before
            outer = nil
            let holdsColumn = inner.contains { if case .column = $0 { true } else { false } }
            if holdsColumn { pieces.append(.optional(inner)) } else { add([.text("[[")] + inner + [.text("]]")]) }
        } else {
            text.append(contentsOf: brackets.unicodeScalars)
        }
    }

    /// Appends pieces, texts beside each other being one.
    private mutating func add(_ further: [MessageTemplate.Piece]) {
        for piece in further {
            if case .text(let second) = piece {
                if case .text(let first)? = pieces.last {
                    pieces[pieces.count - 1] = .text(first + second)
                } else {
                    pieces.append(piece)
                }
            } else {
                pieces.append(piece)
            }
        }
    }

    private mutating func endText() {
        guard !text.isEmpty else { return }
        add([.text(String(text))])
        text = String.UnicodeScalarView()
    }
}
