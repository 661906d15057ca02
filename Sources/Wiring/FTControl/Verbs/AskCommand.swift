import Commands
import FineTuning
import JSONText
import JobJSON
import JobStorage
import Settings
import Text

/// `ask`: one question to the newest tuned model.
enum AskCommand {
    private static let prompt = CommandOperand<String>.one(.text("PROMPT"), "the question; - reads standard input")
    private static let model = CommandOption.value("model", .text("MODEL"), "ask this model")
    private static let job = CommandOption.value("job", .job(), "ask the model of this job")
    private static let system = CommandOption.value(
        "system", .text("TEXT"), "the system message; else [ask] system of the configuration")
    private static let noSystem = CommandOption.flag("no-system", "send no system message")
    private static let temperature = CommandOption.value(
        "temperature", .number("NUMBER", in: 0...2), default: 0, defaultText: "0", "how freely it answers")
    private static let maxTokens = CommandOption.value(
        "max-tokens", .wholeNumber("COUNT", in: 1...1_000_000), "the longest answer, in tokens")
    private static let width = CommandOption.value(
        "width", .wholeNumber("COLUMNS", in: 20...1000), "wrap to so many columns; else the terminal's width")
    private static let expect = CommandOption.value(
        "expect", .file(), "show the answer that this training file has for the question beside it")
    private static let raw = CommandOption.flag("raw", "print the whole response as JSON")

    static let command: Command = Command(
        name: "ask", section: .use, summary: "Ask the newest tuned model a question",
        details: ["A model that was made a moment ago may not be loaded yet: a 404 is tried again for two minutes."],
        operands: [prompt],
        options: [
            model, job, system, noSystem, temperature, maxTokens, width, expect, raw, StandardOptions.account,
            StandardOptions.keyFile,
        ],
        examples: [
            CommandExample("ftctl ask \"Why is the sky blue?\"", "wrapped to the terminal"),
            CommandExample("ftctl ask \"…\" --expect train.jsonl", "with the training file's own answer"),
        ],
        exitNotes: [ExitNote(.notFound, "no tuned model yet; nothing was sent")], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        if arguments[model] != nil && arguments[job] != nil {
            throw CommandError.usage("ask: --model and --job exclude each other")
        }
        if arguments[system] != nil && arguments[noSystem] {
            throw CommandError.usage("ask: --system and --no-system exclude each other")
        }
        let question = try question(arguments[prompt], context)
        let expected = try arguments[expect].map { try ExpectedAnswer.find(question, in: $0) }
        let (account, name) = try target(context, arguments)
        let client = try context.client(
            for: context.account(account), keyFile: arguments[StandardOptions.keyFile])
        let configured = try context.settings().ask.system
        let message = arguments[noSystem] ? nil : arguments[system] ?? configured
        context.interrupt.arm(saying: "interrupted; no answer was waited for")
        let answer = try retrying(name, context) { () throws(ProviderError) in
            try client.chat(
                ChatQuestion(
                    model: name, system: message, prompt: question, temperature: arguments[temperature],
                    maxTokens: arguments[maxTokens]))
        }
        if arguments[raw] {
            try context.output.write(bytes: SafeJSON.bytes(answer.received, style: .indented))
            try context.output.line()
            return .done
        }
        try print(answer, expected, width: arguments[width], context)
        return .done
    }

    private static func question(_ text: String, _ context: CommandContext) throws -> String {
        guard text == "-" else { return text }
        var lines: [String] = []
        while let line = context.surroundings.readLine() { lines.append(line) }
        return lines.joined(separator: "\n")
    }

    private static func target(_ context: CommandContext, _ arguments: Arguments) throws -> (AccountName, ModelName) {
        let account = try context.account(named: arguments[StandardOptions.account])
        if let name = arguments[model] { return (account ?? .default, ModelName(name)) }
        let store = try context.openStore()
        if let name = arguments[job] {
            let key = try context.job(named: name, in: store, account: account)
            let stored = try store.job(key)
            guard let tuned = stored?.job.fineTunedModel else {
                if stored?.job.hasUnnamedModel == true { throw ModelCommand.unnamed(key.job) }
                throw CommandError(
                    .notFound,
                    "job \(key.job) has no tuned model to ask: it is \(stored?.job.status.word ?? "unknown")",
                    hints: ["ftctl wait \(key.job)"])
            }
            return (key.account, tuned)
        }
        guard let newest = try store.newestTunedJob(account: account), let tuned = newest.job.fineTunedModel else {
            if let unnamed = try store.newestUnnamedJob(account: account) {
                throw ModelCommand.unnamed(unnamed.key.job)
            }
            throw CommandError(
                .notFound, "no tuned model to ask: no job in the store has succeeded; nothing was sent",
                hints: ["All jobs: ftctl list        any other model: ftctl ask --model MODEL \"…\""])
        }
        return (newest.account, tuned)
    }

    /// A fresh tuned model may answer 404 while it is being loaded.
    private static let loadingPatience: Duration = .seconds(120)

    private static func retrying(
        _ model: ModelName, _ context: CommandContext, _ call: () throws(ProviderError) -> ChatAnswer
    ) throws -> ChatAnswer {
        let start = context.uptime
        var wait: Duration = .seconds(2)
        var hasSaid = false
        while true {
            do throws(ProviderError) {
                return try call()
            } catch {
                guard error.kind == .notFound, model.rawValue.hasPrefix("ft:"),
                    context.uptime - start + wait < loadingPatience
                else { throw error }
            }
            if !hasSaid {
                try context.say("\(model.rawValue.printable) does not answer yet; trying again for 2 min")
                hasSaid = true
            }
            try context.interrupt.sleep(for: wait)
            wait = min(wait * 2, .seconds(15))
        }
    }

    private static func print(
        _ answer: ChatAnswer, _ expected: String?, width: Int?, _ context: CommandContext
    ) throws {
        let width = width ?? context.terminal.width
        let text = answer.text.isEmpty ? answer.refusal ?? "" : answer.text
        guard let expected else {
            for line in TextWrapping.lines(text, width: width) { try context.output.line(line) }
            try sayEnd(answer, context)
            return
        }
        let column = max(20, (width - 3) / 2)
        let left = ["answer", ""] + TextWrapping.lines(text, width: column)
        let right = ["expected", ""] + TextWrapping.lines(expected, width: column)
        for index in 0..<max(left.count, right.count) {
            let first = index < left.count ? left[index] : ""
            let second = index < right.count ? right[index] : ""
            try context.output.line(
                second.isEmpty ? first : first.padded(to: column) + " │ " + second)
        }
        try sayEnd(answer, context)
    }

    private static func sayEnd(_ answer: ChatAnswer, _ context: CommandContext) throws {
        if answer.finishReason == "length" { try context.say("(the answer was cut at the token limit)") }
        if answer.text.isEmpty, answer.refusal != nil { try context.say("(the model refused)") }
    }
}
