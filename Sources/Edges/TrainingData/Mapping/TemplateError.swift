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
