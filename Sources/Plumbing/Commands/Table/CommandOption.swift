/// An option of a verb, and how its value is taken from the parsed arguments.
///
/// `Value` is what the verb gets: `Bool` for a flag, an optional without a default, an array when it may be repeated.
package struct CommandOption<Value: Sendable>: OptionDescribing {
    package let entry: OptionEntry
    /// Reads the texts that were given, in their order; each has been checked already.
    package let value: @Sendable ([String]) -> Value
}

/// An option without the type of its value: what the parser and the help need.
package struct OptionEntry: Sendable {
    /// Without the dashes.
    package let name: String
    /// `-n`, if there is one.
    package let short: Character?
    /// Nil for a flag.
    package let valueName: String?
    package let choices: [String]
    /// Forms of a right text, where the value's name does not say it.
    package let forms: String?
    package let completion: Completion
    /// The text for help: lower case, no full stop.
    package let explanation: String
    /// Made where help is: to name a value of any type is slow.
    package var defaultText: String? { makeDefaultText() }
    private let makeDefaultText: @Sendable () -> String?
    package let isRepeatable: Bool
    /// Nil when the text is right, otherwise what is wrong with it.
    package let problem: @Sendable (String) -> String?

    fileprivate init(
        name: String, short: Character?, valueName: String?, choices: [String] = [], forms: String? = nil,
        completion: Completion = .none, explanation: String,
        defaultText: @escaping @Sendable () -> String? = { nil }, isRepeatable: Bool = false,
        problem: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.name = name
        self.short = short
        self.valueName = valueName
        self.choices = choices
        self.forms = forms
        self.completion = completion
        self.explanation = explanation
        self.makeDefaultText = defaultText
        self.isRepeatable = isRepeatable
        self.problem = problem
    }
}

/// Lets a verb list options of several value types together.
package protocol OptionDescribing: Sendable {
    var entry: OptionEntry { get }
}

extension OptionEntry {
    fileprivate init<Element>(
        _ name: String, _ short: Character?, _ kind: ArgumentKind<Element>,
        default: @escaping @Sendable () -> String? = { nil }, isRepeatable: Bool = false, _ explanation: String
    ) {
        self.init(
            name: name, short: short, valueName: kind.name, choices: kind.choices, forms: kind.forms,
            completion: kind.completion,
            explanation: explanation, defaultText: `default`, isRepeatable: isRepeatable, problem: kind.problem)
    }
}

extension CommandOption where Value == Bool {
    /// An option without a value: true once given.
    package static func flag(_ name: String, short: Character? = nil, _ explanation: String) -> Self {
        CommandOption(
            entry: OptionEntry(
                name: name, short: short, valueName: nil, explanation: explanation),
            value: { !$0.isEmpty })
    }
}

extension CommandOption {
    /// An option that is nil unless given; the last one counts.
    package static func value<Element>(
        _ name: String, short: Character? = nil, _ kind: ArgumentKind<Element>, _ explanation: String
    ) -> Self where Value == Element? {
        CommandOption(entry: OptionEntry(name, short, kind, explanation)) { $0.last.flatMap(kind.read) }
    }

    /// An option with a default; the last one counts.
    ///
    /// `defaultText` is what help says, where the value alone would not be clear.
    package static func value(
        _ name: String, short: Character? = nil, _ kind: ArgumentKind<Value>, default: Value,
        defaultText: String? = nil, _ explanation: String
    ) -> Self {
        let shown: @Sendable () -> String? = { defaultText ?? "\(`default`)" }
        return CommandOption(entry: OptionEntry(name, short, kind, default: shown, explanation)) {
            $0.last.flatMap(kind.read) ?? `default`
        }
    }

    /// An option that may be given several times.
    package static func values<Element>(
        _ name: String, short: Character? = nil, _ kind: ArgumentKind<Element>, _ explanation: String
    ) -> Self where Value == [Element] {
        CommandOption(entry: OptionEntry(name, short, kind, isRepeatable: true, explanation)) {
            $0.compactMap(kind.read)
        }
    }
}
