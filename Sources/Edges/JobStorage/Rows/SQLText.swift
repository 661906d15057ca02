/// Text that is written into a statement.
enum SQLText {
    /// `'a', 'b'`: words of our own, quoted.
    static func list(_ words: [String]) -> String {
        words.map { "'\($0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'" }
            .joined(separator: ", ")
    }
}
