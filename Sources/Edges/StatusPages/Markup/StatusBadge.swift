import FineTuning
import JobViews
import Text

extension JobStatus {
    /// The class that colors it.
    private var style: Markup {
        switch meaning {
        case .validatingFiles, .queued: "plain"
        case .running: "busy"
        case .paused, .unrecognized: "warn"
        case .succeeded: "good"
        case .failed: "bad"
        case .cancelled: "dim"
        }
    }

    /// Symbol and word.
    func badge(note: String? = nil) -> Markup {
        let more = note.map { " · \($0)" } ?? ""
        return
            "<span class=\"badge \(style)\"><span aria-hidden=\"true\">\(symbol)</span> \(word.replacingUnderscores)\(more)</span>"
    }
}

extension String {
    /// `validating files` of `validating_files`.
    fileprivate var replacingUnderscores: String { split(separator: "_").joined(separator: " ") }
}
