extension Encoding {
    /// The encoding that a model counts in, nil for a model that no rule names.
    ///
    /// A tuned model (`ft:BASE:ORGANIZATION:SUFFIX:ID`) counts as its base does, so `ft:` is taken off first. tiktoken
    /// 0.14.0 matches `ft:gpt-4` as a prefix instead, which gives cl100k_base for `ft:gpt-4.1…` (wrong) and an error
    /// for `ft:o4-mini…`.
    package static func ofModel(_ model: String) -> Encoding? {
        var base = Substring(model)
        if base.hasPrefix("ft:") {
            base = base.dropFirst(3).prefix { $0 != ":" }
        }
        return modelRules.first { $0.covers(base) }?.encoding
    }

    /// Which models an encoding belongs to, the first rule that covers a name decides.
    ///
    /// A configured model table may name an encoding for a model that is not here.
    static let modelRules: [ModelRule] = [
        ModelRule(.o200kBase, exactly: "o1"),
        ModelRule(.o200kBase, exactly: "o3"),
        ModelRule(.o200kBase, startingWith: "o1-"),
        ModelRule(.o200kBase, startingWith: "o3-"),
        ModelRule(.o200kBase, exactly: "o4-mini"),
        ModelRule(.o200kBase, startingWith: "o4-mini-"),
        ModelRule(.o200kBase, exactly: "gpt-4o"),
        ModelRule(.o200kBase, startingWith: "gpt-4o-"),
        ModelRule(.o200kBase, startingWith: "chatgpt-4o-"),
        ModelRule(.o200kBase, exactly: "gpt-4.1"),
        ModelRule(.o200kBase, startingWith: "gpt-4.1-"),
        ModelRule(.o200kBase, startingWith: "gpt-4.5-"),
        ModelRule(.o200kBase, startingWith: "gpt-5"),
        ModelRule(.cl100kBase, exactly: "gpt-4"),
        ModelRule(.cl100kBase, startingWith: "gpt-4-"),
        ModelRule(.cl100kBase, exactly: "gpt-3.5"),
        ModelRule(.cl100kBase, startingWith: "gpt-3.5-turbo"),
        ModelRule(.cl100kBase, startingWith: "gpt-35-turbo"),
        ModelRule(.cl100kBase, exactly: "davinci-002"),
        ModelRule(.cl100kBase, exactly: "babbage-002"),
        ModelRule(.cl100kBase, exactly: "text-embedding-ada-002"),
        ModelRule(.cl100kBase, startingWith: "text-embedding-3-"),
    ]
}

/// One line of the table from model names to encodings.
struct ModelRule: Sendable {
    let encoding: Encoding
    let name: String
    let isPrefix: Bool

    init(_ encoding: Encoding, exactly name: String) {
        self.encoding = encoding
        self.name = name
        isPrefix = false
    }

    init(_ encoding: Encoding, startingWith name: String) {
        self.encoding = encoding
        self.name = name
        isPrefix = true
    }

    func covers(_ model: Substring) -> Bool { isPrefix ? model.hasPrefix(name) : model == name }
}
