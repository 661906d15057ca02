import Commands
import FineTuning
import JobStorage
import Settings
import Spool
import Text

/// `cancel`, `pause` and `resume`: one call of the server for each job; then the daemon is woken.
enum CancelCommand {
    private static let jobs = CommandOperand<[String]>.many(.job(), "job ids, or unique beginnings of them")

    /// All three verbs.
    static let commands: [Command] = [
        command("cancel", "Cancel jobs", "cancelled") { client, job throws(ProviderError) in try client.cancelJob(job)
        },
        command("pause", "Pause running jobs", "paused") { client, job throws(ProviderError) in try client.pauseJob(job)
        },
        command("resume", "Resume paused jobs", "resumed") { client, job throws(ProviderError) in
            try client.resumeJob(job)
        },
    ]

    private static func command(
        _ name: String, _ summary: String, _ done: String,
        act: @escaping @Sendable (any Provider, JobID) throws(ProviderError) -> Job
    ) -> Command {
        Command(
            name: name, section: .control, summary: summary, operands: [jobs],
            options: [StandardOptions.account, StandardOptions.keyFile],
            examples: [CommandExample("ftctl \(name) ftjob-k2", "by the beginning of its id")],
            exitNotes: [ExitNote(.failed, "the API refused at least one")]
        ) { context, arguments in
            let account = try context.account(named: arguments[StandardOptions.account])
            var failure: (any Error)?
            // Every name is looked up before anything is done: a typo must not act on half of the jobs.
            let keys = try arguments[jobs].map { try key($0, account, context) }
            for key in keys {
                let client = try context.client(
                    for: context.account(key.account), keyFile: arguments[StandardOptions.keyFile])
                do throws(ProviderError) {
                    let job = try act(client, key.job)
                    try? context.output.line("\(job.id.rawValue.printable) \(done): \(job.status.word.printable)")
                } catch {
                    try context.say("ftctl: \(error)")
                    failure = error
                }
            }
            Spool(besideStore: try context.storePlace().path).wake()
            if let failure { return CommandError(failure).exitCode }
            return .done
        }
    }

    /// The job as the store knows it; a whole id goes through without a store, so that a job can be stopped anyway.
    private static func key(_ name: String, _ account: AccountName?, _ context: CommandContext) throws -> JobKey {
        do {
            return try context.job(named: name, in: context.openStore(), account: account)
        } catch let error {
            guard let id = JobID(whole: name), CommandError(error).exitCode == .notFound else { throw error }
            return JobKey(account: account ?? .default, job: id)
        }
    }
}
