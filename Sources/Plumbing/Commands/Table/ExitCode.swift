/// What a program returns to the shell.
///
/// The numbers are a contract; they are the same for every verb.
package enum ExitCode: Int32, Sendable, CaseIterable {
    case done = 0
    case failed = 1
    case usage = 2
    case notFound = 3
    case unauthorized = 4
    case unreachable = 5
    case timedOut = 124
    case interrupted = 130

    /// What the number means, for help and man pages.
    package var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "failed, or the job did"
        case .usage: "usage or configuration"
        case .notFound: "no such job, model, file or store"
        case .unauthorized: "not authorized"
        case .unreachable: "API unreachable"
        case .timedOut: "timed out"
        case .interrupted: "interrupted"
        }
    }
}
