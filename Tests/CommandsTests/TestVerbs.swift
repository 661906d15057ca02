import Commands
import FineTuning

/// A table with a verb of each shape; every verb prints what it was given.
enum TestVerbs {
    static let data = CommandSection("Prepare and submit")
    static let watch = CommandSection("Watch")
    static let operate = CommandSection("Operate")
    static let config = CommandOption.value("config", .file(), "read this configuration")
    static let store = CommandOption.value("store", .file(), "read this store")
    static let limit = CommandOption.value(
        "limit", short: "n", .wholeNumber("COUNT", in: 1...Int.max), default: 20, "how many jobs")
    static let all = CommandOption.flag("all", short: "a", "every job")
    static let quiet = CommandOption.flag("quiet", short: "q", "say nothing")
    static let status = CommandOption.values("status", .text("WORD", completion: .status), "only jobs of this status")
    static let heat = CommandOption.value("temperature", .number("DEGREE", in: -2...2), "how daring")
    static let wait = CommandOption.value("timeout", .duration(), "give up after this time")
    static let job = CommandOperand<String>.one(.job(), "the job")
    static let files = CommandOperand<[String]>.many(.file(), "the files")

    static let list = Command(
        name: "list", section: watch, summary: "Show the newest jobs as a table",
        options: [limit, all, quiet, status, heat, wait, StandardOptions.output]
    ) { context, arguments in
        let heat = arguments[heat].map { "\($0)" } ?? "-"
        let wait = arguments[wait].map { "\($0.milliseconds)" } ?? "-"
        try context.output.line(
            "limit \(arguments[limit]) all \(arguments[all]) quiet \(arguments[quiet]) "
                + "status \(arguments[status]) heat \(heat) wait \(wait) format \(arguments[StandardOptions.output])")
        return .done
    }

    static let show = Command(name: "show", section: watch, summary: "Show a job", operands: [job]) {
        context, arguments in
        try context.output.line("job \(arguments[job]) store \(arguments[store] ?? "-")")
        return .done
    }

    static let send = Command(
        name: "send", section: data, summary: "Send files", operands: [job, files], options: [StandardOptions.output]
    ) { context, arguments in
        try context.output.line("job \(arguments[job]) files \(arguments[files])")
        throw CommandError(.notFound, "send: no such job \"\(arguments[job])\"", hints: ["All jobs: ftctl list"])
    }

    static let hooks = ["list", "test"].map { word in
        Command(name: "hooks \(word)", section: operate, summary: "Hooks: \(word)") { context, _ in
            try context.output.line("hooks \(word)")
            return .done
        }
    }

    static let table = CommandTable(
        ProgramDescription(name: "ftctl", summary: "prepares, submits and watches fine-tuning jobs") { error in
            CommandError(.failed, "\(error)")
        }, sections: [data, watch, operate], everywhere: [config, store, StandardOptions.color],
        commands: [list, show, send] + hooks)
}
