import Commands
import Digest
import FineTuning
import JobStorage
import JobViews
import Settings
import StatusPages
import Text
import TrainingData

/// `report`: the pages as one file.
enum ReportCommand {
    private static let target = CommandOption.value(
        "output", short: "o", .file("FILE.html"), "the file to write; - is standard output, as without it in a pipe")
    private static let count = CommandOption.value(
        "limit", short: "n", .wholeNumber("COUNT", in: 1...10_000), default: 100, "the newest so many jobs")

    /// Events, deliveries, models and submissions.
    private static let entries = 100

    static let command: Command = Command(
        name: "report", section: .watch,
        summary: "Write the pages of ftweb into one file, for an archive or a colleague",
        details: [
            "One HTML file that needs nothing beside it and loads nothing: the table, each job with its curve, models, "
                + "usage, hooks and submissions, as they are now."
        ],
        options: [target, count, StandardOptions.utc],
        examples: [
            CommandExample("ftctl report -o jobs.html", "the newest 100 jobs"),
            CommandExample("ftctl report -n 1000 | gzip > jobs.html.gz", "more of them"),
        ],
        exitNotes: [ExitNote(.notFound, "no store")], run: run)

    @Sendable private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let path = arguments[target] ?? "-"
        guard path != "-" || arguments[target] != nil || !context.terminal.outputIsTerminal else {
            throw CommandError.usage(
                "report: a terminal does not show a page", hints: ["Name a file: ftctl report -o jobs.html"])
        }
        let store = try context.openStore()
        let text = try html(store, limit: arguments[count], context)
        guard path != "-" else {
            try context.output.write(text)
            return .done
        }
        try OutputPlace.tellApart(inputs: [.file(try context.storePlace().path)], outputs: [.file(path)])
        let file = try OutputFile(.file(path))
        var bytes = Array(text.utf8)
        try file.write(draining: &bytes)
        try file.commit()
        try context.say("wrote \(path.printable)")
        return .done
    }

    private static func html(_ store: JobStoreReader, limit: Int, _ context: CommandContext) throws -> String {
        let models = try context.modelTableOrBuiltIn()
        let settings = try context.settings()
        let openAI = Set(settings.accounts.filter { context.isOpenAI($0) }.map(\.name))
        let prices = JobCosts(openAI: openAI) { models.facts(of: $0) }
        let now = context.now
        let page = PageContext(
            now: now, time: context.time, links: .inFile,
            health: try DaemonHealth(of: store, at: try context.storePlace().path, now: now),
            tally: try StoreTally(of: store, prices: prices, time: context.time))
        let jobs = try JobPageTable(JobPageTable.Query(), in: store, limit: limit, prices: prices)
        let content = ReportPage.Content(
            jobs: jobs,
            sheets: try jobs.lines.compactMap {
                try JobSheet(
                    of: $0.stored.key, in: store, events: entries, prices: prices, hooks: page.tally.hooks, now: now)
            },
            models: try ModelLine.newest(in: store, limit: entries, facts: prices.facts(of:)),
            hooks: HookLine.all(configured: settings.hooks.map(\.name), stored: page.tally.hooks),
            deliveries: try DeliveryView.all(
                limit: entries, in: store, hooks: page.tally.hooks.map(\.stored), now: now),
            submissions: try context.submissions().map(SubmissionLine.init)
                + SubmissionLine.ended(in: store, limit: entries))
        let style = try SHA256.digest(of: Array(PageAssets.style.utf8))
        return ReportPage.html(content, page, styleHash: Base64.encode(style.bytes))
    }
}
