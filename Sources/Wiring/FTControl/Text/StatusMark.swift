import Commands
import FineTuning
import JobViews
import Text

extension JobStatus {
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
    var marked: String { "\(symbol) \(word.printable)" }
}
