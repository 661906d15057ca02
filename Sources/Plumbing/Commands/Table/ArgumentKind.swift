import Text

/// How the text of an option or an operand is read, named and completed.
package struct ArgumentKind<Value: Sendable>: Sendable {
    /// What help calls it, in capitals: `COUNT`.
    package let name: String
    /// What would be right, for the error message: `a whole number from 1 up`.
    package let expectation: String
    /// Every right text when there are few, otherwise empty.
    package let choices: [String]
    /// Forms of a right text, for help, where the name does not say it: `20s, 5m, 1h or 30d`.
    package let forms: String?
    /// What a shell offers.
    package let completion: Completion
    /// Nil when the text is not of this kind.
    package let read: @Sendable (String) -> Value?

    package init(
        name: String, expectation: String, choices: [String] = [], forms: String? = nil,
        completion: Completion = .none, read: @escaping @Sendable (String) -> Value?
    ) {
        self.name = name
        self.expectation = expectation
        self.choices = choices
        self.forms = forms
        self.completion = completion
        self.read = read
    }

    /// Nil when the text is of this kind, otherwise the end of a sentence that says what is wrong with it.
    package func problem(with text: String) -> String? {
        guard read(text) == nil else { return nil }
        guard !choices.isEmpty else { return "not \(expectation) (got \"\(text)\")" }
        let question = NearestName.question(text, among: choices)
        return "\"\(text)\" is none of \(choices.joined(separator: ", "))\(question)"
    }
}

/// What a shell offers at a place of the command line.
package enum Completion: Sendable, Equatable {
    case none
    case file
    case directory
    case job
    /// Words for the status of a job, several with commas between them.
    case status
    case model
    case account
    case hook
    case submission
    case verb
}

extension ArgumentKind where Value == String {
    /// Any text, the empty one included.
    package static func text(_ name: String, completion: Completion = .none) -> Self {
        ArgumentKind(name: name, expectation: "a text", completion: completion) { $0 }
    }

    /// A path of a file, or `-`.
    package static func file(_ name: String = "FILE") -> Self { path(name, "the path of a file", .file) }

    /// A path of a directory.
    package static func directory(_ name: String = "DIR") -> Self { path(name, "the path of a directory", .directory) }

    /// A job's id, a part of one, or `latest`.
    package static func job(_ name: String = "JOB") -> Self {
        ArgumentKind(name: name, expectation: "a job id, a part of one, or latest", completion: .job) {
            $0.isEmpty ? nil : $0
        }
    }

    /// One of a few words.
    package static func word(_ name: String, of choices: [String]) -> Self {
        ArgumentKind(name: name, expectation: "one of \(choices.joined(separator: ", "))", choices: choices) {
            choices.contains($0) ? $0 : nil
        }
    }

    private static func path(_ name: String, _ expectation: String, _ completion: Completion) -> Self {
        ArgumentKind(name: name, expectation: expectation, completion: completion) { $0.isEmpty ? nil : $0 }
    }
}

extension ArgumentKind where Value: CaseIterable & RawRepresentable<String> {
    /// One case of an enumeration, by its raw value.
    package static func choice(_ name: String, of type: Value.Type = Value.self) -> Self {
        let choices = Value.allCases.map(\.rawValue)
        return ArgumentKind(name: name, expectation: "one of \(choices.joined(separator: ", "))", choices: choices) {
            Value(rawValue: $0)
        }
    }
}

extension ArgumentKind where Value == Int {
    /// A whole number within bounds.
    package static func wholeNumber(_ name: String, in range: ClosedRange<Int>) -> Self {
        let bounds =
            range.upperBound == .max ? "from \(range.lowerBound) up" : "from \(range.lowerBound) to \(range.upperBound)"
        return ArgumentKind(name: name, expectation: "a whole number \(bounds)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ArgumentKind where Value == Double {
    /// A finite number within bounds.
    package static func number(_ name: String, in range: ClosedRange<Double>) -> Self {
        let bounds = "from \(range.lowerBound.shortest) to \(range.upperBound.shortest)"
        return ArgumentKind(name: name, expectation: "a number \(bounds)") { text in
            // Double("0x10") and Double("nan") are numbers to Swift, but nobody means them here.
            guard text.utf8.allSatisfy({ "0123456789.+-eE".utf8.contains($0) }), let value = Double(text) else {
                return nil
            }
            return range.contains(value) ? value : nil
        }
    }
}

extension ArgumentKind where Value == Duration {
    /// A length of time, written as in the configuration.
    ///
    /// - Parameter forms: examples of what may be written.
    package static func duration(_ name: String = "TIME", forms: String = "20s, 5m, 1h or 30d") -> Self {
        ArgumentKind(name: name, expectation: "a duration such as \(forms)", forms: forms) {
            try? Duration(text: $0)
        }
    }
}
