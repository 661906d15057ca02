import Commands
import FineTuning
import Text

/// The job of a create call whose answer was lost, where a server that keeps no metadata shows several that it may be, or
/// one that may be somebody else's.
struct LostJob {
    let context: CommandContext
    let client: any Provider

    /// Shows the jobs and asks which it is: on a terminal only.
    ///
    /// - Throws: ``CommandError`` where there is nobody to ask, and where it is none of them.
    func choose(among jobs: [JobID]) throws -> JobID {
        let terminal = context.terminal
        guard terminal.inputIsTerminal, terminal.errorsIsTerminal else { throw Self.undecided(jobs) }
        try context.say("the answer to the create call was lost; the server keeps no mark of this submission")
        for id in jobs {
            try context.say(try describe(id))
            if try context.confirm("Is \(id.rawValue.printable) the job of this submission?") { return id }
        }
        throw Self.undecided(jobs)
    }

    /// What is said where nobody chose.
    static func undecided(_ jobs: [JobID]) -> CommandError {
        CommandError(
            .failed,
            "the answer to the create call was lost, and nothing tells whether "
                + (jobs.count == 1 ? "this job is" : "one of these \(jobs.count) jobs is") + " this submission's",
            hints: jobs.map { "See it: ftctl show \($0.rawValue.printable)" } + [
                "Say which it is: the same command on a terminal",
                "Create once more where it is none of them: the same command with --again",
            ])
    }

    private func describe(_ id: JobID) throws -> String {
        let name = id.rawValue.printable
        let job: Job
        do throws(ProviderError) { job = try client.job(id) } catch {
            try context.interrupt.check()
            return "\(name)  could not be shown: \(error)"
        }
        let parts = [
            job.status.word, "created \(context.time.brief(job.createdAt, now: context.now))", job.model.rawValue,
            job.suffix.map { "suffix \($0)" },
        ].compactMap { $0?.printable }
        return "\(name)  \(parts.joined(separator: ", "))"
    }
}
