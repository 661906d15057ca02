import Commands
import FineTuning
import Text

extension JobStatus {
    /// A symbol shown beside the word.
    var glyph: String {
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

    /// The colour of glyph and word.
    var style: TextStyle {
        switch meaning {
        case .validatingFiles, .queued: .plain
        case .running: .busy
        case .paused: .warning
        case .succeeded: .good
        case .failed: .bad
        case .cancelled: .dim
        case .unrecognized: .warning
        }
    }

    /// `● running`.
    var marked: String { "\(glyph) \(word.printable)" }
}
