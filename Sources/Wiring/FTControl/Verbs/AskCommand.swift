import Commands
import Evaluation
import FineTuning
import JSONText
import JobJSON
import JobStorage
import Settings
import Text

/// `ask`: one question to the newest tuned model.
enum AskCommand {
    private static let prompt = CommandOperand<String>.one(.text("PROMPT"), "the question; - reads standard input")
    private static let model = CommandOption.value("model", .text("MODEL", completion: .model), "ask this model")
    private static let job = CommandOption.value("job", .job(), "ask the model of this job")
    private static let system = CommandOption.value(
        "system", .text("TEXT"), "the system message; else that of the training file, else [ask] system")
    private static let noSystem = CommandOption.flag("no-system", "send no system message")
    private static let temperature = CommandOption.value(
        "temperature", .number("NUMBER", in: 0...2), default: 0, defaultText: "0", "how freely it answers")
    private static let maxTokens = CommandOption.value(
        "max-tokens", .wholeNumber("COUNT", in: 1...1_000_000), "the longest answer, in tokens")
    private static let width = CommandOption.value(
        "width", .wholeNumber("COLUMNS", in: 20...1000),
        "wrap to so many columns; else to the terminal's width, and not at all in a pipe")
    private static let expect = CommandOption.value(
        "expect", .file(), "show the answer that this training file has for the question, and compare")
    private static let stream = CommandOption.flag("stream", "print the answer as it is written, unwrapped")
    private static let raw = CommandOption.flag("raw", "print the API's whole response as JSON")

    static let command: Command = Command(
        name: "ask", section: .use, summary: "Ask the newest tuned model a question",
        details: [
            "The system message is the one that the model learned with, as long as the training file that was submitted "
                + "still has the same bytes; otherwise [ask] system of the configuration. Which it is, and which model "
                + "is asked, is said on standard error.",
            "A model that was made less than an hour ago may not be loaded yet: a 404 is tried again for two minutes.",
        ],
        operands: [prompt],
        options: [
            model, job, system, noSystem, temperature, maxTokens, width, expect, stream, raw, StandardOptions.account,
            StandardOptions.keyFile,
        ],
        output: .object(AskedAnswer.fields.notes),
        examples: [
            CommandExample("ftctl ask \"Why is the sky blue?\"", "wrapped to the terminal"),
            CommandExample("ftctl ask - --stream < question.txt", "as it is written"),
            CommandExample("ftctl ask \"…\" --expect train.jsonl", "with the training file's own answer"),
            CommandExample("ftctl ask \"…\" -o json | jq -r .answer", "in a script"),
        ],
        exitNotes: [ExitNote(.notFound, "no tuned model yet, or no model of that name")], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        try checkOptions(context, arguments)
        let question = try question(arguments[prompt], context)
        let expected = try arguments[expect].map { try ExpectedAnswer.find(question, in: $0) }
        let target = try AskTarget(
            model: arguments[model], job: arguments[job],
            account: try context.account(named: arguments[StandardOptions.account]),
            hint: "ask --model MODEL \"…\"", context)
        let client = try context.client(
            for: context.account(target.account), keyFile: arguments[StandardOptions.keyFile])
        let message = try message(for: target, context, arguments)
        try context.say("asking \(target.model.rawValue.printable); \(message.sentence(context))")
        let asked = ChatQuestion(
            model: target.model, system: message.text, prompt: question, temperature: arguments[temperature],
            maxTokens: arguments[maxTokens])
        context.interrupt.arm(saying: "interrupted; no answer was waited for")
        let stream = arguments[stream] ? AnswerStream(context) : nil
        let answer: ChatAnswer
        do {
            answer = try retrying(target, context) { () throws(ProviderError) in
                guard let stream else { return try client.chat(asked) }
                return try client.chat(asked) { stream.write($0) }
            }
        } catch {
            // A reader that is gone ends the call, which is no failure of the API.
            if let problem = stream?.problem { throw problem }
            throw error
        }
        try stream?.finish()
        try context.noteUse(ModelKey(account: target.account, model: target.model), at: context.now)
        if arguments[raw] {
            try context.output.write(bytes: SafeJSON.bytes(answer.received, style: .indented))
            try context.output.line()
            return .done
        }
        let result = AskedAnswer(
            model: target.model, system: message.text, prompt: question, account: target.account,
            job: target.job?.job.id, systemSource: message.source.word,
            answer: answer, expected: expected)
        if context.format.isJSON {
            try context.printObject(AskedAnswer.fields.object(result))
        } else if stream == nil || expected != nil {
            let isWrapped = arguments[width] != nil || context.terminal.outputIsTerminal
            for line in result.lines(width: isWrapped ? arguments[width] ?? context.terminal.width : nil) {
                try context.output.line(line)
            }
        }
        try sayEnd(answer, context)
        return .done
    }

    private static func checkOptions(_ context: CommandContext, _ arguments: Arguments) throws {
        let pairs: [(first: String, isFirst: Bool, second: String, isSecond: Bool)] = [
            ("--model", arguments[model] != nil, "--job", arguments[job] != nil),
            ("--system", arguments[system] != nil, "--no-system", arguments[noSystem]),
            ("--stream", arguments[stream], "--raw", arguments[raw]),
            ("--stream", arguments[stream], "-o json", context.format.isJSON),
            ("--stream", arguments[stream], "--expect", arguments[expect] != nil),
            ("--raw", arguments[raw], "-o", arguments.has(StandardOptions.output)),
        ]
        for pair in pairs where pair.isFirst && pair.isSecond {
            throw CommandError.usage("ask: \(pair.first) and \(pair.second) exclude each other")
        }
    }

    private static func question(_ text: String, _ context: CommandContext) throws -> String {
        var question = text
        if text == "-" {
            var lines: [String] = []
            while let line = context.surroundings.readLine() { lines.append(line) }
            question = lines.joined(separator: "\n")
        }
        guard question.contains(where: { !$0.isWhitespace }) else {
            throw CommandError.usage(
                "ask: the question is empty; nothing was sent",
                hints: ["For example: ftctl ask \"Why is the sky blue?\""])
        }
        return question
    }

    private static func message(
        for target: AskTarget, _ context: CommandContext, _ arguments: Arguments
    ) throws -> SystemMessage {
        if arguments[noSystem] || arguments[system] != nil {
            return SystemMessage(text: arguments[system], source: .option)
        }
        return try SystemMessage(for: target, configured: context.settings().ask.system, context)
    }

    /// How long a fresh model is waited for.
    private static let loadingPatience: Duration = .seconds(120)

    private static func retrying(
        _ target: AskTarget, _ context: CommandContext, _ call: () throws(ProviderError) -> ChatAnswer
    ) throws -> ChatAnswer {
        let start = context.uptime
        var wait: Duration = .seconds(2)
        var hasSaid = false
        while true {
            do throws(ProviderError) {
                return try call()
            } catch {
                try context.interrupt.check()
                guard error.kind == .notFound, target.model.rawValue.hasPrefix("ft:") else { throw error }
                guard target.isFresh(now: context.now) else {
                    throw target.absence(error, among: try knownModels(context))
                }
                guard context.uptime - start + wait < loadingPatience else { throw error }
            }
            if !hasSaid {
                try context.say("\(target.model.rawValue.printable) does not answer yet; trying again for 2 min")
                hasSaid = true
            }
            try context.interrupt.sleep(for: wait)
            wait = min(wait * 2, .seconds(15))
        }
    }

    private static func knownModels(_ context: CommandContext) throws -> [ModelName] {
        do { return try context.openStore().models(account: nil).map(\.model) } catch StoreError.absent,
            StoreError.notYetMade
        {
            return []
        }
    }

    private static func sayEnd(_ answer: ChatAnswer, _ context: CommandContext) throws {
        if answer.finishReason == "length" { try context.say("(the answer was cut at the token limit)") }
        if answer.text.isEmpty, answer.refusal != nil { try context.say("(the model refused)") }
    }
}

extension SystemMessage.Source {
    /// As JSON has it.
    fileprivate var word: String {
        switch self {
        case .option: "option"
        case .trainingFile: "training_file"
        case .configuration: "configuration"
        }
    }
}

/// Writes an answer while it arrives; each piece is made printable, and its line breaks are kept.
private final class AnswerStream {
    private let context: CommandContext
    /// Why nothing can be written any more.
    private(set) var problem: (any Error)?
    private var endsLine = true

    init(_ context: CommandContext) { self.context = context }

    /// False when nobody reads it any more.
    func write(_ piece: String) -> Bool {
        do {
            try context.interrupt.check()
            let lines = piece.split(omittingEmptySubsequences: false) { $0.isNewline }
            try context.output.write(lines.map { String($0).printable }.joined(separator: "\n"))
            try context.output.flush()
            endsLine = piece.last?.isNewline ?? endsLine
            return true
        } catch {
            problem = error
            return false
        }
    }

    /// Ends the last line.
    func finish() throws {
        if !endsLine { try context.output.line() }
    }
}
