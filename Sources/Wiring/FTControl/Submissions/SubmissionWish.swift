import Commands
import Files
import FineTuning
import JobViews
import Spool
import Text

/// What a person wants of a submission: done here where its record is this user's, left as a wish where `ftd` has it.
struct SubmissionWish {
    let submission: SubmissionView
    let spool: Spool
    let context: CommandContext

    /// Gives the submission up; what it uploaded stays, and is said.
    ///
    /// - Parameter code: becomes a failure where somebody works on it.
    func drop(_ code: inout ExitCode) throws {
        let name = submission.shortID
        guard let record = try spool.record(submission.id) else { return }
        if spool.isHeld(record) {
            try spool.leave(.drop(submission.id))
            try context.tell("\(name): ftd gives it up")
        } else {
            guard let lock = try spool.lock(submission.id) else {
                try context.say("ftctl: submission \(name) is being worked on by another ftctl or by ftd")
                code = .failed
                return
            }
            try withExtendedLifetime(lock) {
                do throws(FileError) { try spool.remove(submission.id) } catch {
                    // A lock file that ftd made is not ours to remove, and harms nothing.
                    guard try spool.record(submission.id) == nil else { throw error }
                }
            }
            try context.tell("\(name) dropped")
        }
        guard !submission.uploads.isEmpty else { return }
        let files = submission.uploads.map(\.rawValue.printable).joined(separator: " ")
        try context.say("still at the API: \(files). Delete: ftctl files delete \(files)")
    }

    /// Lets a parked submission be tried now; whoever works on it does that already.
    func tryNow() throws {
        guard let record = try spool.record(submission.id) else { return }
        guard !spool.isHeld(record) else {
            try spool.leave(.again(submission.id))
            return
        }
        guard let lock = try spool.lock(submission.id) else { return }
        try withExtendedLifetime(lock) {
            guard var record = try spool.record(submission.id), case .parked(let files, let parking) = record.step
            else { return }
            record.step = .parked(files, parking.due(at: context.now))
            record.updatedAt = context.now
            try spool.write(record)
        }
    }
}
