import Accounts
import Commands
import Export
import FineTuning
import JobStorage
import Settings
import Text

/// `export`: all that the accounts still have, in a folder.
enum ExportCommand {
    private static let target = CommandOption.value(
        "output", short: "o", .directory(), "the folder; made where there is none, gone on with where it is an export")
    private static let verify = CommandOption.value(
        "verify", .directory(), "only look through an export: whether every file is as it was fetched")
    private static let account = CommandOption.value(
        "account", .text("NAME", completion: .account), "only this account; else every one of the configuration")
    private static let since = CommandOption.value("since", .moment(), "only jobs created since then, and their files")
    private static let job = CommandOption.values("job", .job(), "only this job and its files; may be given again")
    private static let noFiles = CommandOption.flag(
        "no-files", "without the bytes of training, validation and results files")
    private static let offline = CommandOption.flag(
        "offline", "from the store alone: ask no server, and say what is missing then")
    private static let rate = CommandOption.value(
        "rate", .wholeNumber("COUNT", in: 1...1000), default: ExportRequest.usualRate,
        "at most so many requests a second")

    static let command: Command = Command(
        name: "export", section: .use, summary: "Take all along that the accounts have, in a folder",
        details: [
            "Jobs, events, checkpoints, numbers, models with their dates, and training, validation and results files, as "
                + "far as the API still has them, as JSON and bytes as they were received; with them the changes that ftd "
                + "saw, what it told, and what was submitted. jobs.csv and metrics.csv are tables over all of it, "
                + "index.json names every file with its size and SHA-256 and what could not be had, and README.txt says "
                + "what is what. The weights of a model are not there: the API gives them to nobody.",
            "How much there is to fetch is said first. A run that was cut short, also by a full disk, loses nothing: the "
                + "same command fetches what is new or missing, and looks through the rest. Files are readable by you "
                + "alone. What is safe then is noted for ftd, which names it no more when a model is about to shut down.",
        ],
        options: [
            target, verify, account, since, job, noFiles, offline, rate, StandardOptions.keyFile, StandardOptions.utc,
        ],
        examples: [
            CommandExample("ftctl export -o keep", "everything; once more later for what is new"),
            CommandExample("ftctl export -o keep --job latest", "one job and its files"),
            CommandExample("ftctl export -o keep --offline", "what the store has, when the API is gone"),
            CommandExample("ftctl export --verify keep", "is it all there, byte by byte?"),
        ],
        exitNotes: [
            ExitNote(.failed, "something is damaged, or could not be had or written"),
            ExitNote(.notFound, "no such job, or no export to look through"),
            ExitNote(.unreachable, "an API did not answer; what the store has is there"),
        ], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        if let path = arguments[verify] {
            let others: [Bool] = [
                arguments[target] != nil, arguments[account] != nil, arguments[since] != nil, !arguments[job].isEmpty,
                arguments[noFiles], arguments[offline],
            ]
            guard !others.contains(true) else {
                throw CommandError.usage("export: --verify goes with no other option: it fetches nothing")
            }
            return try ExportReport(context: context).verify(path)
        }
        guard let path = arguments[target] else {
            throw CommandError.usage("export: name a folder", hints: ["ftctl export -o keep"])
        }
        let store = try self.store(isNeeded: arguments[offline], context)
        let request = ExportRequest(
            accounts: try accounts(arguments, store, context),
            since: arguments[since].map { $0.time(now: context.now, zone: context.time) }, jobs: arguments[job],
            withFiles: !arguments[noFiles], rate: arguments[rate])
        return try ExportReport(context: context).export(request, into: path, store: store)
    }

    /// The store, for what only it knows; nil where there is none.
    private static func store(isNeeded: Bool, _ context: CommandContext) throws -> JobStoreReader? {
        do { return try context.openStore() } catch let error as StoreError {
            switch error {
            case .absent, .notYetMade:
                guard !isNeeded else { throw error }
                try context.say("ftctl: \(error): only what the API has is taken along")
                return nil
            case .noDirectory, .cannotMake, .notReadable, .notOurs, .newer, .tooOld, .held, .replaced, .cannotLock,
                .migrationFailed, .damaged, .failed:
                throw error
            }
        }
    }

    private static func accounts(
        _ arguments: Arguments, _ store: JobStoreReader?, _ context: CommandContext
    ) throws -> [ExportAccount] {
        let settings = try context.settings()
        let configured = settings.accounts
        let stored = try store?.accounts().map(\.name) ?? []
        var names = configured.map(\.name) + stored.filter { name in !configured.contains { $0.name == name } }
        if let option = arguments[account] {
            let name = AccountName(option)
            guard names.contains(name) else {
                throw CommandContext.unknown("account", option, among: names.map(\.rawValue))
            }
            names = [name]
        }
        let accounts = context.accounts(keyFile: arguments[StandardOptions.keyFile])
        return try names.map { name in
            guard let settings = configured.first(where: { $0.name == name }) else {
                return ExportAccount(
                    name: name, address: "a server that the configuration names no more",
                    server: .none(reason: "the account is not in the configuration any more"))
            }
            let address = accounts.address(of: settings).text
            guard !arguments[offline] else {
                return ExportAccount(
                    name: name, address: address, server: .none(reason: "no server was asked: --offline"))
            }
            let connection = try accounts.connect(settings)
            for warning in connection.warnings { try context.say("ftctl: \(warning)") }
            return ExportAccount(name: name, address: address, server: .reached(connection.provider))
        }
    }
}
