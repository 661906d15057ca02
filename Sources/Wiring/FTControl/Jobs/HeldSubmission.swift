import Commands
import FineTuning
import JobStorage
import Settings
import Spool
import Submission
import Text

/// A submission of this user that `ftd`, another user, has in hand: a wish is left, and its way is followed.
struct HeldSubmission {
    let context: CommandContext
    let spool: Spool
    let record: SubmissionRecord

    /// How long `ftd` may take to hear a wish, before its answer is left to a later look.
    private static let patience = Reconciliation.patience
    private static let step: Duration = .milliseconds(200)

    /// Asks `ftd` to go on at once, and waits for what comes of it.
    ///
    /// - Parameter isAgain: whether a job may be created once more whose create call was given up.
    func follow(isAgain: Bool) throws -> SubmissionResult {
        try context.say("ftd has this submission in hand, at its step \"\(record.step.word)\"")
        if case .unknown = record.step, !isAgain { return .unknown }
        guard JobStoreReader.isDaemonAlive(store: try context.storePlace().path) ?? true else {
            throw CommandError(
                .failed, "ftd is not running, and it has this submission in hand",
                hints: ["Start it: \(ServiceUnit.start(.installed))"])
        }
        context.interrupt.arm(saying: "interrupted; nothing is lost", hints: ["ftd goes on with the submission."])
        let wish = try spool.leave(.again(record.id))
        spool.wake()
        let end = context.uptime + Self.patience
        while true {
            // Asked in this order: a wish that was granted before the look has left its mark in the record.
            let isOpen = spool.isOpen(wish)
            guard let now = try spool.record(record.id) else { return try ended() }
            if !isOpen, let result = result(now) { return result }
            guard context.uptime < end else {
                throw CommandError(
                    .failed, "ftd goes on with this submission; its step is \"\(now.step.word)\"",
                    hints: ["See its job soon: ftctl list"])
            }
            try context.interrupt.sleep(for: Self.step)
        }
    }

    /// What a record says after the wish was granted; nil while `ftd` works on it.
    private func result(_ now: SubmissionRecord) -> SubmissionResult? {
        switch now.step {
        case .created(let job): .created(job)
        case .failed(let reason): .failed(reason: reason, kind: nil)
        case .parked(_, let parking):
            // One that is to be tried now has not been: what the limit said before is no answer.
            parking.retryAt > context.now ? .parked(reason: parking.reason, retryAt: parking.retryAt) : nil
        case .unknown: .unknown
        case .planned, .uploading, .uploaded, .creating: nil
        }
    }

    /// What the store says of a submission that has left the spool.
    private func ended() throws -> SubmissionResult {
        let stored = try context.openStore().submissions(account: record.plan.account).first { $0.id == record.id }
        switch stored?.end {
        case .created(let job): return .created(job)
        case .failed(let reason): return .failed(reason: reason, kind: nil)
        case nil: throw CommandError(.failed, "the submission is gone from the spool", hints: ["See: ftctl list"])
        }
    }
}
