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
    /// Files that the program reads or writes, for its manual.
    package var files: [ManualEntry] { makeFiles() }
    /// Variables of the environment that the program reads, for its manual.
    package var environment: [ManualEntry] { makeEnvironment() }
    /// An error of a verb as it is printed; nil where the reader of the output is gone and nothing is wrong.
    package let explain: @Sendable (any Error) -> CommandError?

    private let makeFiles: @Sendable () -> [ManualEntry]
    private let makeEnvironment: @Sendable () -> [ManualEntry]

    package init(
        name: String, summary: String, manualSection: Int = 1, seeAlso: [String] = [],
        files: @autoclosure @escaping @Sendable () -> [ManualEntry] = [],
        environment: @autoclosure @escaping @Sendable () -> [ManualEntry] = [],
        explain: @escaping @Sendable (any Error) -> CommandError?
    ) {
        self.name = name
        self.summary = summary
        self.manualSection = manualSection
        self.seeAlso = seeAlso
        makeFiles = files
        makeEnvironment = environment
        self.explain = explain
    }
}

/// A file or a variable, and what a manual says of it.
package struct ManualEntry: Sendable, Hashable {
    /// `~/.config/ftd/ftd.conf`, `FTD_STORE`; several with commas between them.
    package let name: String
    /// Lower case, no full stop.
    package let meaning: String

    package init(_ name: String, _ meaning: String) {
        self.name = name
        self.meaning = meaning
    }

    /// The entries of notes that several programs share.
    package static func list(_ notes: [(name: String, meaning: String)]) -> [ManualEntry] {
        notes.map { ManualEntry($0.name, $0.meaning) }
    }
}
