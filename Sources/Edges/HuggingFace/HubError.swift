import FineTuning
import Text

/// Why rows of a dataset could not be had.
///
/// What the server said is part of it, cut to 300 characters and made printable; a token never is.
package enum HubError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was given is no name of a dataset.
    case noName
    /// There was no whole answer; the transport's sentence.
    case unreachable(String)
    /// So many tries came to nothing; the last one's cause.
    case gaveUp(tries: Int, cause: String)
    /// The server wants to be left alone for longer than we wait.
    case askedToWait(Duration, cause: String)
    /// There is no such dataset, or we may not know of it.
    case absent(said: String, token: String?, hint: String)
    /// Any other answer that is none.
    case refused(status: Int, code: String?, said: String)
    /// The server sends us elsewhere, where neither token nor request goes.
    case redirected(status: Int)
    /// No subset was named, and there are several.
    case severalSubsets([String])
    /// A subset that is not there, and those that are.
    case noSubset(String, existing: [String])
    /// A split that is not there, and those that are.
    case noSplit(String, existing: [String])
    /// The answer breaks the API's own rules; how.
    case malformed(String)
    /// The dataset got another revision while it was read.
    case changed
    /// The kept copy cannot be read and has been removed; why.
    case damagedCopy(String)
    /// More rows than ``HuggingFaceDataset/mostRows``.
    case tooManyRows
    /// The run was asked to stop.
    case cancelled

    /// The end of a sentence that begins with the dataset's name.
    package var description: String {
        switch self {
        case .noName: return "not a name of a dataset; write hf:OWNER/NAME, for example hf:allenai/sciq"
        case .unreachable(let cause): return cause
        case .gaveUp(let tries, let cause):
            return "\(cause); gave up after \(tries) tries. Run the same command again later to go on from there"
        case .askedToWait(let wait, let cause):
            return "\(cause); it wants to be asked again in \(shown(wait)) only. "
                + "Run the same command then to go on from there"
        case .absent(let said, let token, let hint):
            let access =
                token.map { "check that \($0) may read it" }
                ?? "private and gated ones need a token that may read them: set HF_TOKEN"
            return "there is no such dataset, or it is not shown to us" + quoted(said) + "; \(hint)\(access)"
        case .refused(let status, let code, let said):
            return "the server refused (\(status)\(code.map { " \($0)" } ?? ""))" + quoted(said)
        case .redirected(let status):
            return "the server sends us to another address (\(status)), and the request goes nowhere but to its own; "
                + "correct hf.base-url"
        case .severalSubsets(let names): return "name one of its subsets with --subset: \(list(names))"
        case .noSubset(let name, let existing): return "no subset \"\(name.printable)\"; there are \(list(existing))"
        case .noSplit(let name, let existing): return "no split \"\(name.printable)\"; there are \(list(existing))"
        case .malformed(let how): return "the server's answer is not what its API promises: \(how)"
        case .changed: return "the dataset was changed while it was being read; run the same command again"
        case .damagedCopy(let how):
            return "the kept copy of its rows was damaged (\(how)) and has been removed; run the same command again"
        case .tooManyRows:
            return
                "it has more than \(HumanText.number(HuggingFaceDataset.mostRows)) rows, too many to be read page by page; "
                + "take the first ones with --limit, or its Parquet files"
        case .cancelled: return "the reading was stopped"
        }
    }

    private func list(_ names: [String]) -> String {
        let shown = names.prefix(20).map(\.printable).joined(separator: ", ")
        return names.count > 20 ? "\(shown), … (\(HumanText.number(names.count)) in all)" : shown
    }

    private func quoted(_ said: String) -> String { said.isEmpty ? "" : ": \"\(said)\"" }
}
