package import Text

/// What is wrong with one value, as the end of a sentence that begins with the key's name.
package struct ValueError: Error, Equatable, CustomStringConvertible {
    /// For example `not a duration (got "soon"); write 20s, 5m or 1h`.
    package let description: String

    package init(_ description: String) { self.description = description }

    /// A text that is no duration.
    package init(_ error: DurationError) { description = error.description }

    /// What it is not, what was found, and what to write instead.
    package init(_ what: String, got value: String, _ advice: String) {
        description = "\(what) (got \(value.quotedForMessage)); \(advice)"
    }
}
