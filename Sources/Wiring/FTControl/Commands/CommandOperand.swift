/// What a verb is applied to, and how it is taken from the parsed arguments.
///
/// `Value` is `String`, `String?` or `[String]`.
struct CommandOperand<Value: Sendable>: OperandDescribing {
    let entry: OperandEntry
    /// Takes the texts that fell to this operand; each has been checked already.
    let value: @Sendable ([String]) -> Value
}

/// An operand without the type of its value.
struct OperandEntry: Sendable {
    /// What help calls it, in capitals: `JOB`.
    let name: String
    let explanation: String
    let choices: [String]
    let completion: Completion
    /// At least so many.
    let minimum: Int
    /// At most so many; `Int.max` for any number.
    let maximum: Int
    /// Nil when the text is right, otherwise what is wrong with it.
    let problem: @Sendable (String) -> String?

    /// `JOB`, `[JOB]`, `JOB...`, `[JOB]...`.
    var usage: String { (minimum == 0 ? "[\(name)]" : name) + (maximum > 1 ? "..." : "") }
}

/// Lets a verb list operands of several value types together.
protocol OperandDescribing: Sendable {
    var entry: OperandEntry { get }
}

extension OperandEntry {
    fileprivate init(_ kind: ValueKind<String>, _ explanation: String, _ minimum: Int, _ maximum: Int) {
        self.init(
            name: kind.name, explanation: explanation, choices: kind.choices, completion: kind.completion,
            minimum: minimum, maximum: maximum, problem: kind.problem)
    }
}

extension CommandOperand where Value == String {
    /// Exactly one.
    static func one(_ kind: ValueKind<String>, _ explanation: String) -> Self {
        CommandOperand(entry: OperandEntry(kind, explanation, 1, 1)) { $0.first ?? "" }
    }
}

extension CommandOperand where Value == String? {
    /// One or none.
    static func optional(_ kind: ValueKind<String>, _ explanation: String) -> Self {
        CommandOperand(entry: OperandEntry(kind, explanation, 0, 1)) { $0.first }
    }
}

extension CommandOperand where Value == [String] {
    /// So many at least; the last operand of a verb.
    static func many(_ kind: ValueKind<String>, atLeast minimum: Int = 1, _ explanation: String) -> Self {
        CommandOperand(entry: OperandEntry(kind, explanation, minimum, .max)) { $0 }
    }
}
