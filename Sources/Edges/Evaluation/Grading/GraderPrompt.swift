import Files
import FineTuning

/// What a model that judges is asked: a text with places for what is compared.
public struct GraderPrompt: Sendable, Hashable {
    private enum Part: Hashable {
        case text(String)
        case question
        case expected
        case first
        case second
    }

    private let parts: [Part]

    /// Reads a prompt.
    ///
    /// - Parameters:
    ///   - text: has `{first}` and `{second}`, and mostly `{question}` and `{expected}`.
    ///   - file: where it is from, for the error.
    /// - Throws: ``EvaluationError/incompletePrompt(file:missing:)``.
    public init(_ text: String, file: String) throws(EvaluationError) {
        parts = Self.parts(of: text)
        for (part, name) in [(Part.first, "{first}"), (.second, "{second}")] where !parts.contains(part) {
            throw .incompletePrompt(file: file, missing: name)
        }
    }

    private init(standard text: String) { parts = Self.parts(of: text) }

    /// The prompt that is used where nobody brings one.
    public static let standard = GraderPrompt(
        standard: """
            Two answers to the same request are to be compared with a reference answer. Judge correctness first, then \
            completeness, then clarity. Length and style of their own do not count.

            <request>
            {question}
            </request>

            <reference>
            {expected}
            </reference>

            <first_answer>
            {first}
            </first_answer>

            <second_answer>
            {second}
            </second_answer>

            Reply with one word: FIRST if the first answer is better, SECOND if the second is, TIE if neither is.
            """)

    private static func parts(of text: String) -> [Part] {
        let places: [(String, Part)] = [
            ("{question}", .question), ("{expected}", .expected), ("{first}", .first), ("{second}", .second),
        ]
        var parts: [Part] = []
        var rest = text[...]
        while let next = places.compactMap({ place in rest.firstRange(of: place.0).map { ($0, place.1) } })
            .min(by: { $0.0.lowerBound < $1.0.lowerBound })
        {
            parts += [.text(String(rest[..<next.0.lowerBound])), next.1]
            rest = rest[next.0.upperBound...]
        }
        return parts + [.text(String(rest))]
    }

    /// The whole text; what is filled in is never taken for a place.
    func filled(question: String, expected: String, first: String, second: String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .question: question
            case .expected: expected
            case .first: first
            case .second: second
            }
        }.joined()
    }
}

/// What a judging model said of two answers.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// The first is better.
    case first
    /// The second is better.
    case second
    /// Neither is.
    case tie
    /// None of the words that were asked for.
    case unclear

    /// The last of the words `FIRST`, `SECOND` and `TIE` in a reply, in any case.
    init(reply: String) {
        let words = reply.lowercased().split { !$0.isLetter }
        self =
            words.last { ["first", "second", "tie"].contains($0) }.flatMap { Verdict(rawValue: String($0)) } ?? .unclear
    }

    /// The verdict on the same two answers in the other order.
    var turned: Verdict {
        switch self {
        case .first: .second
        case .second: .first
        case .tie: .tie
        case .unclear: .unclear
        }
    }
}
