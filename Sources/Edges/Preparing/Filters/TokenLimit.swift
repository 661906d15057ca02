public import TrainingCheck

/// How many tokens an example may have, and what becomes of a longer one.
public struct TokenLimit: Sendable {
    /// What becomes of an example that is too long.
    public enum Action: String, Sendable, CaseIterable {
        /// It is left out.
        case drop
        /// Its oldest exchanges are left out, then the end of the last question; never anything of the answer.
        case cut
        /// It becomes several examples of consecutive exchanges, each with the system message.
        case split
    }

    /// The most tokens of an example, as it is trained.
    public var most: Int
    /// What becomes of longer ones.
    public var action: Action
    /// Counts them.
    public var counter: any TokenCounter

    /// Puts a limit together.
    public init(most: Int, action: Action = .drop, counter: any TokenCounter) {
        self.most = most
        self.action = action
        self.counter = counter
    }
}

/// What a limit on tokens did.
public struct TokenLimitReport: Sendable, Equatable {
    /// Examples that were cut.
    public internal(set) var cut = 0
    /// Examples that became several.
    public internal(set) var split = 0
    /// What they became.
    public internal(set) var parts = 0
    /// Whether tokens were counted, not estimated.
    public internal(set) var isExact = true
}
