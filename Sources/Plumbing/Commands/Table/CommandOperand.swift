/// What a verb is applied to, and how it is taken from the parsed arguments.
///
/// `Value` is `String`, `String?` or `[String]`.
package struct CommandOperand<Value: Sendable>: OperandDescribing {
    package let entry: OperandEntry
    /// Takes the texts that fell to this operand; each has been checked already.
    package let value: @Sendable ([String]) -> Value
}

/// An operand without the type of its value.
package struct OperandEntry: Sendable {
    /// What help calls it, in capitals: `JOB`.
    package let name: String
    package let explanation: String
    package let choices: [String]
    package let completion: Completion
    /// At least so many.
    package let minimum: Int
    /// At most so many; `Int.max` for any number.
    package let maximum: Int
    /// Nil when the text is right, otherwise what is wrong with it.
    package let problem: @Sendable (String) -> String?

    /// `JOB`, `[JOB]`, `JOB...`, `[JOB]...`.
    package var usage: String { (minimum == 0 ? "[\(name)]" : name) + (maximum > 1 ? "..." : "") }
}

/// Lets a verb list operands of several value types together.
package protocol OperandDescribing: Sendable {
    var entry: OperandEntry { get }
}

extension OperandEntry {
    fileprivate init(_ kind: ArgumentKind<String>, _ explanation: String, _ minimum: Int, _ maximum: Int) {
        self.init(
            name: kind.name, explanation: explanation, choices: kind.choices, completion: kind.completion,
            minimum: minimum, maximum: maximum, problem: kind.problem)
    }
}

extension CommandOperand where Value == String {
    /// Exactly one.
    package static func one(_ kind: ArgumentKind<String>, _ explanation: String) -> Self {
        CommandOperand(entry: OperandEntry(kind, explanation, 1, 1)) { $0.first ?? "" }
    }
}

extension CommandOperand where Value == String? {
    /// One or none.
    package static func optional(_ kind: ArgumentKind<String>, _ explanation: String) -> Self {
        CommandOperand(entry: OperandEntry(kind, explanation, 0, 1)) { $0.first }
    }
}

extension CommandOperand where Value == [String] {
    /// So many at least; the last operand of a verb.
    package static func many(_ kind: ArgumentKind<String>, atLeast minimum: Int = 1, _ explanation: String) -> Self {
        CommandOperand(entry: OperandEntry(kind, explanation, minimum, .max)) { $0 }
    }
}
