/// One thing that a check found, and where.
public struct Finding: Sendable, Equatable {
    /// The line, from 1; nil for the file as a whole.
    public internal(set) var line: Int?
    /// The column in Unicode scalars, from 1; nil for the line as a whole.
    public let column: Int?
    /// What kind of thing.
    public let rule: CheckRule
    /// One sentence that says what is wrong; it never shows the text of a message.
    public let message: String
    /// What ``Fixer`` does about it, for example `removes the key`; nil when only a person can decide.
    public internal(set) var mend: String?

    /// Whether the server refuses the file for it.
    public var severity: Severity { rule.severity }

    init(_ rule: CheckRule, line: Int? = nil, column: Int? = nil, mend: String? = nil, _ message: String) {
        self.line = line
        self.column = column
        self.rule = rule
        self.message = message
        self.mend = mend
    }
}

/// How often a rule found something.
public struct RuleCount: Sendable, Equatable {
    /// The rule.
    public let rule: CheckRule
    /// The exact number of its findings, those not listed included.
    public let count: Int
}
