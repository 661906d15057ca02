import Commands
import FineTuning
import Hooks
import JSONText
import JobStorage
import Settings
import Text

/// `hooks test` and `hooks render`: a hook is tried before it matters.
enum HooksTestCommand {
    private static let name = CommandOperand<String>.one(.text("NAME"), "a hook of the configuration")
    private static let type = CommandOption.value(
        "type", .noticeType, default: .jobSucceeded, defaultText: "succeeded", "of which type the sample is")

    static let test: Command = Command(
        name: "hooks test", section: .operate, summary: "Send a sample to a hook, and show what it answers",
        details: [
            "The sample says that it is one, and goes the way of every notice: ftd sends it where ftd runs, so that its "
                + "user, its sandbox and its network are tried, too. Without ftd it is sent from here.",
            "ftd sends one sample a minute to a hook, and none while its receiver has asked for time. When the receiver "
                + "takes the sample, what waited for it is sent at once.",
        ],
        operands: [name], options: [type],
        output: CommandOutput([.table, .wide, .json, .jsonl], .object, HookTrial.Result.fields.notes),
        examples: [
            CommandExample("ftctl hooks test slack", "as if a job had succeeded"),
            CommandExample("ftctl hooks test slack --type failed", "as if one had failed"),
        ],
        exitNotes: [
            ExitNote(.done, "the receiver took the sample"),
            ExitNote(.failed, "it did not, or nothing was sent"),
        ]
    ) { context, arguments in
        let settings = try context.hook(arguments[name])
        let result = try HookTrial(settings: settings, type: arguments[type], context: context).run()
        switch context.format {
        case .json, .jsonl: try context.printObject(HookTrial.Result.fields.object(result))
        case .table, .wide, .csv, .name: for line in result.lines(settings, context) { try context.output.line(line) }
        }
        return result.isTaken ? .done : .failed
    }

    static let render: Command = Command(
        name: "hooks render", section: .operate, summary: "Show what would be sent to a hook; nothing is sent",
        details: ["The sample is the one that ftctl hooks test sends; its id stands for that of any notice."],
        operands: [name], options: [type],
        examples: [CommandExample("ftctl hooks render slack --type failed", "how a failed job will look there")]
    ) { context, arguments in
        let hook = try Hook(
            context.hook(arguments[name]), credentials: context.environment["CREDENTIALS_DIRECTORY"])
        let background = NoticeBackground(page: try context.settings().web.url)
        let sample = hook.sample(
            arguments[type], id: NoticeID("evt_sample"), at: context.now, knowing: background)
        for line in HookBodyText.lines(hook.sender.content(of: sample.body).bytes) { try context.output.line(line) }
        return .done
    }
}
