package import Files

/// Everything that is wrong with a configuration, a line for each fault.
///
/// For example `ftd.conf:12: poll.active: not a duration (got "soon"); write 20s, 5m or 1h`.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// One fault.
    package struct Problem: Equatable, Sendable, CustomStringConvertible {
        /// The file as it was named.
        package var file: String
        /// Counted from 1; nil when the fault is the whole file's.
        package var line: Int?
        /// The rest of the sentence.
        package var text: String

        package init(file: String, line: Int?, text: String) {
            self.file = file
            self.line = line
            self.text = text
        }

        /// `file:line: text`.
        package var description: String { "\(file):\(line.map { "\($0): " } ?? " ")\(text)" }
    }

    /// In the file's order, never empty.
    package let problems: [Problem]
    /// What the system said where the file could not be read at all.
    package let cause: SystemError?

    /// One line for each fault.
    package var description: String { problems.map(\.description).joined(separator: "\n") }

    /// Takes problems in any order, at least one.
    ///
    /// - Parameter cause: what the system said where the file could not be read.
    package init(_ problems: [Problem], cause: SystemError? = nil) {
        self.cause = cause
        self.problems = problems.enumerated()
            .sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
            .map(\.element)
    }
}
