public import FineTuning

/// A model that is asked, and where.
public struct EvaluatedModel: Sendable {
    /// Its name at the server.
    public let name: ModelName
    /// The account under which it is asked.
    public let account: AccountName
    /// The server; nil for a model whose recorded answers are only scored.
    public let provider: (any Provider)?
    /// What a million tokens cost; nil where nobody knows.
    public let price: AskingPrice?
    /// Whether it was made a moment ago, so that a 404 may only say that it is not loaded yet.
    public let isFresh: Bool

    /// Names a model; the account is `default` unless told otherwise.
    public init(
        _ name: ModelName, account: AccountName = .default, provider: (any Provider)?, price: AskingPrice? = nil,
        isFresh: Bool = false
    ) {
        self.name = name
        self.account = account
        self.provider = provider
        self.price = price
        self.isFresh = isFresh
    }

    /// What tells it from others.
    public var key: ModelKey { ModelKey(account: account, model: name) }
}

/// A model of an account: the same name elsewhere is another model.
public struct ModelKey: Hashable, Sendable, Comparable {
    /// The account.
    public let account: AccountName
    /// The model's name at the account's server.
    public let model: ModelName

    /// Names a model of an account.
    public init(account: AccountName, model: ModelName) {
        self.account = account
        self.model = model
    }

    /// By account, then by name.
    public static func < (left: ModelKey, right: ModelKey) -> Bool {
        left.account == right.account ? left.model < right.model : left.account < right.account
    }
}

/// What asking costs, for a million tokens.
public struct AskingPrice: Hashable, Sendable {
    /// What the model reads.
    public let input: Money
    /// What the model writes.
    public let output: Money

    /// Puts a price together.
    public init(input: Money, output: Money) {
        self.input = input
        self.output = output
    }

    /// What one call costs.
    public func cost(promptTokens: Int64, completionTokens: Int64) -> Money {
        input.times(tokens: promptTokens) + output.times(tokens: completionTokens)
    }
}
