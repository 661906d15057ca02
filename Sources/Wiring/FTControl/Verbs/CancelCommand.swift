import Commands
import FineTuning
import JobStorage
import Settings
import Spool
import Text

/// `cancel`, `pause` and `resume`: one call of the server for each job; then the daemon is woken.
enum CancelCommand {
    private static let jobs = CommandOperand<[String]>.many(.job(), "job ids, unique parts of them, or latest")

    /// How often a job that has not changed is looked at again, a second apart.
    private static let looks = 3

    /// All three verbs.
    static let commands: [Command] = [
        command(.cancel, "Cancel jobs"), command(.pause, "Pause running jobs"), command(.resume, "Resume paused jobs"),
    ]

    private static func command(_ action: JobAction, _ summary: String) -> Command {
        let name = action.rawValue
        return Command(
            name: name, section: .control, summary: summary, operands: [jobs],
            options: [StandardOptions.account, StandardOptions.keyFile],
            examples: [CommandExample("ftctl \(name) ftjob-k2", "by a part of its id")],
            exitNotes: [ExitNote(.failed, "the API refused at least one, or left it as it was")]
        ) { context, arguments in
            let account = try context.account(named: arguments[StandardOptions.account])
            var code = ExitCode.done
            // Every name is looked up before anything is done: a typo must not act on half of the jobs.
            let keys = try arguments[jobs].map { try key($0, account, context) }
            for key in keys {
                let client = try context.client(
                    for: context.account(key.account), keyFile: arguments[StandardOptions.keyFile])
                do {
                    let job = try perform(action, on: key.job, client, context)
                    if try !report(action, job, context) { code = .failed }
                } catch let error as ProviderError {
                    try context.say("ftctl: \(error)")
                    code = CommandError(error).exitCode
                }
            }
            Spool(besideStore: try context.storePlace().path).wake()
            return code
        }
    }

    /// Makes the call, and gives a server that only took note of it some seconds.
    private static func perform(
        _ action: JobAction, on id: JobID, _ client: any Provider, _ context: CommandContext
    ) throws -> Job {
        var job = try action.perform(on: id, at: client)
        for _ in 0..<looks where action.effect(on: job.status) == .none && !job.status.isTerminal {
            try context.interrupt.sleep(for: .seconds(1))
            job = try client.job(id)
        }
        return job
    }

    /// Says what has become of a job.
    ///
    /// - Returns: whether it is as asked, or on its way there.
    private static func report(
        _ action: JobAction, _ job: Job, _ context: CommandContext
    ) throws -> Bool {
        let effect = action.effect(on: job.status)
        let (id, word) = (job.id.rawValue.printable, job.status.word.printable)
        switch effect {
        case .done: try context.tell("\(id) \(action.participle): \(word)")
        case .underWay: try context.tell("\(id) is being \(action.participle): \(word)")
        case .none:
            let still = job.status.isTerminal ? "is over" : "is the same"
            try context.say(
                "ftctl: \(id) was not \(action.participle): the API took the call, and the job \(still): \(word)")
        }
        return effect != .none
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
