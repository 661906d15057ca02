import Commands
import FineTuning
import Glibc
import JobStorage
import Spool

/// The files that a job was made of, as this user submitted them here.
struct SubmittedFiles {
    let training: SubmissionPlan.DataFile
    let validation: SubmissionPlan.DataFile?

    /// Looks in the spool first, where a job of a moment ago still is, then in the store; nil where neither has it.
    ///
    /// What another user alone has said is left out: it may name any file.
    init?(_ key: JobKey, in context: CommandContext) throws {
        if let record = try context.spool().records().records.last(where: { record in
            record.isMine && record.plan.account == key.account && record.step == .created(key.job)
        }) {
            self.init(training: record.plan.training, validation: record.plan.validation)
            return
        }
        let stored = try context.openStore().submissions(account: key.account).first { stored in
            stored.end == .created(key.job) && stored.owner.map { $0 == geteuid() } ?? true
        }
        guard let stored else { return nil }
        self.init(training: stored.training, validation: stored.validation)
    }

    private init(training: SubmissionPlan.DataFile, validation: SubmissionPlan.DataFile?) {
        self.training = training
        self.validation = validation
    }
}
