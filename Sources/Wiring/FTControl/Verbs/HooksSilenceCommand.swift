import Commands
import FineTuning
import JobStorage
import Settings
import Spool
import Text

/// `hooks silence`: nothing is told for a while, and all of it afterwards.
enum HooksSilenceCommand {
    private static let target = CommandOperand<String>.one(
        .text("JOB|HOOK", completion: .job), "a hook's name, or a job's id or a unique beginning of it")
    private static let length = CommandOption.value("for", .duration(), "for how long; 30d at most")
    private static let ends = CommandOption.flag("end", "end the silence now")
    private static let account = CommandOption.value("account", .text("NAME"), "of which account the job is")

    static let command: Command = Command(
        name: "hooks silence", section: .operate, summary: "Tell a hook, or of a job, nothing for a while",
        details: ["What happens meanwhile is told when the silence ends. Of a job nothing is told to any hook."],
        operands: [target], options: [length, ends, account],
        examples: [
            CommandExample("ftctl hooks silence slack --for 2h", "while its channel is moved"),
            CommandExample("ftctl hooks silence ftjob-O1OEE --end", "tell of this job again"),
        ],
        exitNotes: [ExitNote(.notFound, "no such hook or job")]
    ) { context, arguments in
        guard (arguments[length] != nil) != arguments[ends] else {
            throw CommandError.usage("hooks silence: write either --for TIME or --end")
        }
        if let length = arguments[length], length > HookWish.longestSilence || length <= .zero {
            throw CommandError.usage("hooks silence: --for is more than nothing and 30d at most")
        }
        let end = arguments[length].map { context.now + $0 }
        let name = arguments[target]
        let hooks = try context.settings().hooks.map(\.name)
        let shown: String
        if hooks.contains(HookName(name)) {
            try context.leave(.silenceHook(HookName(name), until: end))
            shown = "hook \(name.printable)"
        } else {
            let job = try job(name, hooks, arguments[account], context)
            try context.leave(.silenceJob(job, until: end))
            shown = "job \(job.job.rawValue.printable)"
        }
        let time = end.map { " until \(context.time.brief($0, now: context.now))" }
        try context.output.line("\(shown): " + (time.map { "silent\($0)" } ?? "not silent any more"))
        return .done
    }

    private static func job(
        _ name: String, _ hooks: [HookName], _ account: String?, _ context: CommandContext
    ) throws -> JobKey {
        let store = try context.openStore()
        do {
            return try context.job(named: name, in: store, account: try context.account(named: account, in: store))
        } catch let error as CommandError where error.exitCode == .notFound {
            let question = NearestName.question(name, among: hooks.map(\.rawValue))
            throw CommandError(
                .notFound, "no hook and no job \"\(name)\"\(question)",
                hints: ["Hooks: ftctl hooks list        jobs: ftctl list --all"])
        }
    }
}
