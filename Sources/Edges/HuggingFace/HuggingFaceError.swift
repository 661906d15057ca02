import Text

/// Why rows of a dataset on the Hugging Face Hub could not be had, and of which one.
package struct HuggingFaceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The dataset as messages name it: `hf:allenai/sciq`.
    package let dataset: String
    /// What went wrong.
    package let reason: HubError

    init(_ dataset: String, _ reason: HubError) {
        self.dataset = dataset
        self.reason = reason
    }

    /// One sentence that begins with the dataset.
    package var description: String { "\(dataset.printable): \(reason)" }
}
