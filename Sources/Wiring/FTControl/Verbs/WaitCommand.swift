import Commands
import FineTuning
import JobStorage
import JobViews

/// `wait`: until jobs have ended, with an exit code that says how.
enum WaitCommand {
    private static let jobs = CommandOperand<[String]>.many(.job(), "job ids, unique parts of them, or latest")
    private static let any = CommandOption.flag("any", "until one of them has ended")
    private static let all = CommandOption.flag("all", "until all of them have ended; this is the default")
    private static let failFast = CommandOption.flag("fail-fast", "stop waiting as soon as one has not succeeded")
    private static let timeout = CommandOption.value("timeout", .duration(), "give up after so long")

    static let command: Command = Command(
        name: "wait", section: .watch, summary: "Wait until jobs have ended",
        details: [
            "On a terminal each job has one line that renews itself: step, loss and when it is to end. In a pipe each "
                + "change of a status is a line. Of a job that failed the reason is shown, and what ftctl check says "
                + "about the lines that the server names, in the file that was submitted from here: whether it still "
                + "has the bytes that were uploaded is said too. -o json prints the jobs as they ended, and what "
                + "went wrong as JSON on standard error."
        ],
        operands: [jobs],
        options: [any, all, failFast, timeout, StandardOptions.account],
        output: CommandOutput(
            [.table, .wide, .json, .jsonl, .name], .array, WholeJob.notes, remark: JobReport.receivedRemark),
        examples: [
            CommandExample("ftctl wait ftjob-k2 && deploy.sh", "go on only when the job has succeeded"),
            CommandExample("ftctl wait ftjob-k2 ftjob-9s --any --timeout 2h", "the first of two, at most two hours"),
            CommandExample("ftctl wait ftjob-k2 -o json", "the job as it ended"),
        ],
        exitNotes: [
            ExitNote(.done, "the jobs have succeeded (with --any: the first that ended)"),
            ExitNote(.failed, "one has failed or was cancelled"), ExitNote(.timedOut, "the time was over"),
        ]
    ) { context, arguments in
        if arguments[any] && arguments[all] { throw CommandError.usage("wait: --any and --all exclude each other") }
        let waiting = JobWait(
            context: context, account: try context.account(named: arguments[StandardOptions.account]),
            endsWithFirst: arguments[any], failsFast: arguments[failFast], timeout: arguments[timeout])
        return try waiting.run(arguments[jobs])
    }
}
