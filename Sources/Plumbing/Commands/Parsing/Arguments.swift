/// The parsed and checked arguments of one verb.
package struct Arguments: Sendable {
    /// The texts given for each option, by its long name, and for each operand, by its name in capitals.
    package private(set) var texts: [String: [String]] = [:]

    package init() {}

    package mutating func add(_ text: String, to name: String) { texts[name, default: []].append(text) }

    /// The value of an option, or its default.
    package subscript<Value>(option: CommandOption<Value>) -> Value { option.value(texts[option.entry.name] ?? []) }

    /// The value of an operand.
    package subscript<Value>(operand: CommandOperand<Value>) -> Value { operand.value(texts[operand.entry.name] ?? []) }

    /// Whether the option was given, as opposed to its default.
    package func has<Value>(_ option: CommandOption<Value>) -> Bool { texts[option.entry.name] != nil }
}
