/// A program's name and what its help and its manual say about it.
package struct ProgramDescription: Sendable {
    /// As it is typed: `ftctl`.
    package let name: String
    /// What it does, in one line: a verb in the third person, no full stop.
    package let summary: String
    /// The section of the manual: 1 for a user's program, 8 for a daemon.
    package let manualSection: Int
    /// Other manual pages, with their sections: `ftd (8)`.
    package let seeAlso: [String]
    /// An error of a verb as it is printed; nil where the reader of the output is gone and nothing is wrong.
    package let explain: @Sendable (any Error) -> CommandError?

    package init(
        name: String, summary: String, manualSection: Int = 1, seeAlso: [String] = [],
        explain: @escaping @Sendable (any Error) -> CommandError?
    ) {
        self.name = name
        self.summary = summary
        self.manualSection = manualSection
        self.seeAlso = seeAlso
        self.explain = explain
    }
}
