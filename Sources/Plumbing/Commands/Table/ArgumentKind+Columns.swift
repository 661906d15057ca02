import Text

extension ArgumentKind where Value == [String] {
    /// Names of columns with commas between them, each once.
    ///
    /// - Parameter names: what else some of them are called.
    package static func columns(_ keys: [String], called names: [String: String] = [:]) -> Self {
        let keys = keys.uniqued
        return ArgumentKind(
            name: "COLUMN,...",
            expectation: "names of columns with commas between, each once: \(keys.joined(separator: ", "))"
        ) { text in
            let words = text.split(separator: ",", omittingEmptySubsequences: false)
                .map { names[String($0)] ?? String($0) }
            return words.allSatisfy { keys.contains($0) } && Set(words).count == words.count ? words : nil
        }
    }
}
