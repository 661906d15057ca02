/// The moderation endpoint of a server, which costs nothing and keeps nothing (API reference, `POST /moderations`).
package protocol ModerationProvider: Sendable {
    /// What the server flags in texts; one judgement for each, in their order.
    func moderate(_ texts: [String]) throws(ProviderError) -> [ModerationJudgement]
}

/// What a moderation endpoint says of one text.
package struct ModerationJudgement: Hashable, Sendable {
    /// The categories that it flags, by the server's words; none for a text that passes.
    package var categories: [String]

    package init(categories: [String]) { self.categories = categories }
}
