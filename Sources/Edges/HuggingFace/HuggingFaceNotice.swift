import FineTuning
import Text

/// What is worth knowing while rows of a dataset come.
package enum HuggingFaceNotice: Sendable, Equatable, CustomStringConvertible {
    /// The name that was given is an old one; this dataset is read.
    case renamed(from: String, to: String)
    /// A whole copy is used without asking; the time since it was fetched or compared with the server.
    case copy(rows: Int, age: Duration)
    /// A whole copy is used, since the server still has the same revision.
    case unchanged(rows: Int)
    /// An earlier run was cut after so many rows, and this one goes on behind them.
    case resumed(rows: Int, of: Int)
    /// The server is asked again after a wait.
    case waiting(Duration, cause: String)
    /// The server shows only the first rows of this dataset, so many.
    case partial(rows: Int)
    /// Rows are not kept for the next run.
    case notKept(cause: String)

    /// A sentence without its full stop.
    package var description: String {
        switch self {
        case .renamed(let old, let new): "hf:\(old) is hf:\(new) now"
        case .copy(let rows, let age):
            "reading \(HumanText.count(rows, "row")) kept here "
                + (age < .seconds(60) ? "just now" : "\(shown(age)) ago")
        case .unchanged(let rows):
            "reading \(HumanText.count(rows, "row")) kept here; the dataset is unchanged"
        case .resumed(let rows, let total):
            "going on behind \(HumanText.number(rows)) of \(HumanText.count(total, "row")) kept here"
        case .waiting(let wait, let cause): "\(cause); asking again in \(shown(wait))"
        case .partial(let rows):
            "the server shows only the first \(HumanText.count(rows, "row")) of this dataset, which is larger than it converts"
        case .notKept(let cause): "the rows are not kept for the next run: \(cause)"
        }
    }
}

/// A length of time in its greatest whole unit: `45 s`, `12 min`, `5 h`.
func shown(_ duration: Duration) -> String {
    let seconds = max(0, duration.components.seconds)
    if seconds < 120 { return seconds == 0 && duration > .zero ? "1 s" : "\(seconds) s" }
    return seconds < 7_200 ? "\(seconds / 60) min" : "\(seconds / 3_600) h"
}
