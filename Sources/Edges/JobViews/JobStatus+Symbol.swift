package import FineTuning

extension JobStatus {
    /// A symbol beside the word, so that color is never all there is.
    package var symbol: String {
        switch meaning {
        case .validatingFiles, .queued: "◌"
        case .running: "●"
        case .paused: "◍"
        case .succeeded: "✔"
        case .failed: "✖"
        case .cancelled: "⊘"
        case .unrecognized: "?"
        }
    }
}
