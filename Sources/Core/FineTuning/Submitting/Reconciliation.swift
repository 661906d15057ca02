/// Finding out whether a create call whose answer was lost made a job.
///
/// The API has no idempotency key, so the job is looked for by the metadata it carries.
public enum Reconciliation {
    /// When to look, counted from the lost answer: a new job need not be in the listing at once.
    public static let looks: [Duration] = [0, 1, 5, 30, 120, 600].map { .seconds($0) }

    /// How much of that a person waits for at a terminal; then `ftd` goes on.
    public static let patience: Duration = .seconds(30)

    /// What a look has shown.
    public enum Verdict: Hashable, Sendable {
        /// One job carries the submission's id, or can be nobody else's: it is ours.
        case adopt(JobID)
        /// More than one does: all are reported, none is chosen silently; the oldest is taken as the submission's.
        case several([JobID])
        /// None that is certainly ours yet: look again after this much time.
        case lookAgain(after: Duration)
        /// None after the last look: `unknown`, and only the user may create again.
        case giveUp
    }

    /// Judges one look.
    ///
    /// - Parameter elapsed: since the answer was lost.
    public static func judge(_ findings: Findings, elapsed: Duration) -> Verdict {
        if findings.marked.count > 1 { return .several(findings.marked) }
        if let only = findings.marked.first ?? findings.certain { return .adopt(only) }
        guard let next = looks.first(where: { $0 > elapsed }) else { return .giveUp }
        return .lookAgain(after: next - elapsed)
    }
}
