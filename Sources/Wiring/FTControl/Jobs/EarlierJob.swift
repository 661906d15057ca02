import Commands
import FineTuning
import Glibc
import JobStorage
import Spool
import Text

/// The job that an earlier submission of the same bytes and plan made: the same command again pays for a second one.
struct EarlierJob {
    let context: CommandContext
    let plan: SubmissionPlan
    let client: any Provider

    /// The newest such job that has neither failed nor been cancelled, as the API shows it now.
    ///
    /// - Throws: What keeps us from knowing it: nothing is created meanwhile.
    func find(in spool: Spool) throws -> Job? {
        var seen: Set<JobID> = []
        for record in try spool.records().records.reversed() where record.isMine && record.plan.makesSameJob(as: plan) {
            guard case .created(let id) = record.step, seen.insert(id).inserted else { continue }
            if let job = try standing(id) { return job }
        }
        // What another user said alone may not keep this one from anything.
        for stored in try stored() where isMine(stored) && isOfSameBytes(stored) {
            guard case .created(let id) = stored.end, seen.insert(id).inserted else { continue }
            if let job = try standing(id), plan.mayHaveMade(job) { return job }
        }
        return nil
    }

    /// Asks whether to make another one: on a terminal only.
    ///
    /// - Returns: Whether somebody said yes.
    /// - Throws: ``CommandError`` where there is nobody to ask.
    func confirmAnother(beside job: Job) throws -> Bool {
        let id = job.id.rawValue.printable
        let sentence = "the same file and plan is job \(id) already, which is \(job.status.word.printable)"
        let terminal = context.terminal
        guard terminal.inputIsTerminal, terminal.errorsIsTerminal else {
            throw CommandError(
                .failed, "\(sentence); nothing was sent",
                hints: ["See it: ftctl show \(id)", "Create another one: the same command with --again"])
        }
        try context.say(sentence)
        return try context.confirm("Create another job?")
    }

    private func stored() throws -> [StoredSubmission] {
        do {
            return try context.openStore().submissions(account: plan.account)
        } catch StoreError.absent, StoreError.notYetMade {
            return []
        }
    }

    private func isMine(_ stored: StoredSubmission) -> Bool { stored.owner.map { $0 == geteuid() } ?? true }

    private func isOfSameBytes(_ stored: StoredSubmission) -> Bool {
        stored.model == plan.model && stored.suffix == plan.suffix && stored.training.sha256 == plan.training.sha256
            && stored.validation?.sha256 == plan.validation?.sha256
    }

    /// The job, unless it failed, was cancelled or is gone.
    private func standing(_ id: JobID) throws(ProviderError) -> Job? {
        do throws(ProviderError) {
            let job = try client.job(id)
            return job.status.standsForSubmission ? job : nil
        } catch {
            guard error.kind == .notFound, error.isOwnWords else { throw error }
            return nil
        }
    }
}
