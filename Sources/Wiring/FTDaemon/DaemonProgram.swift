import Accounts
import Commands
import FineTuning
import Glibc
import HTTPClient
import Services
import Settings
import Text

/// The program `ftd`: reads its arguments, runs, and says with which code to exit.
public enum DaemonProgram {
    /// What parsing, help, completions and the manual are made from.
    static let table: CommandTable = CommandTable(
        ProgramDescription(
            name: "ftd", summary: "watches fine-tuning jobs and announces when one succeeds or fails", manualSection: 8,
            seeAlso: ["ftctl (1)", "ftd.conf (5)"],
            files: ManualEntry.list(PlaceNotes.configuration + PlaceNotes.store + PlaceNotes.daemon),
            environment: ManualEntry.list(
                PlaceNotes.keyVariables + PlaceNotes.placeVariables + PlaceNotes.networkVariables
                    + PlaceNotes.serviceVariables),
            explain: { error in CommandError(.failed, "\(error)") }),
        only: Command(
            details: [
                "It runs in the foreground and logs to standard error. SIGHUP reads the configuration again, SIGUSR1 "
                    + "polls at once, SIGTERM stops."
            ],
            options: DaemonOptions.all,
            examples: [
                CommandExample("ftd --check-config", "whether a start would find all that it needs"),
                CommandExample("source <(ftd --completions bash)", "in ~/.bashrc"),
                CommandExample("ftd --man | man -l -", "read the manual"),
            ],
            exitNotes: [
                ExitNote(.done, "stopped"),
                ExitNote(.failed, "the store failed, or could not be opened for now (a full disk, a missing right)"),
                ExitNote(
                    .usage,
                    "a person must act first: the configuration, a key file, a store that is damaged, newer or not "
                        + "ours, or another ftd that still works on it after 10 s"),
                ExitNote(.unauthorized, "not authorized (--once)"), ExitNote(.unreachable, "API unreachable (--once)"),
            ], run: perform))

    /// Runs to the end.
    ///
    /// - Parameter commandLine: the program's name, then its arguments.
    /// - Returns: the exit code, see `ftd --help`.
    public static func run(_ commandLine: [String]) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        ProcessMemory.close()
        ProcessMemory.useOneArena()
        let surroundings = Surroundings.live(
            program: table.program.name, environment: ProcessEnvironment.current())
        return table.run(commandLine: commandLine, in: surroundings).rawValue
    }

    @Sendable private static func perform(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let log = JournalLog(level: .info, environment: context.environment)
        let options = DaemonOptions(arguments)
        let configuration = Configuration(options: options, environment: context.environment)
        do {
            switch options.action {
            case .checkConfiguration: return try check(configuration, context)
            case .once: return ExitCode(rawValue: try Daemon(configuration, log: log).runOnce()) ?? .failed
            case .run: return ExitCode(rawValue: try Daemon(configuration, log: log).run()) ?? .failed
            }
        } catch {
            complain("\(error)")
            return StartRemedy(for: error).exitCode
        }
    }

    /// Reads all that a start would read: configuration, hooks' secrets and programs, keys; and reaches for the receivers.
    private static func check(_ configuration: Configuration, _ context: CommandContext) throws -> ExitCode {
        let reading = try configuration.read()
        let accounts = Accounts(
            environment: configuration.environment, transport: CurlTransport(userAgent: "ftd/\(ProductVersion.text)"))
        let credential = ServiceCredential(configuration.environment)
        for account in reading.settings.accounts {
            for line in try remarks(on: account, accounts, credential) { complain(line) }
        }
        _ = try configuration.store(reading.settings)
        do { try configuration.tryOut(reading.hooks, of: reading.settings) } catch {
            complain("\(error)")
            return StartRemedy.person.exitCode
        }
        try context.output.line("\(configuration.path ?? "the built-in configuration"): good")
        return .done
    }

    /// What an operator should read of an account's key; throws where it keeps the account from being watched.
    private static func remarks(
        on account: AccountSettings, _ accounts: Accounts, _ credential: ServiceCredential
    ) throws(KeyError) -> [String] {
        do throws(KeyError) { return try accounts.connect(account).warnings } catch {
            guard credential.explains(error) else { throw error }
            return ["note: the service gets its key as a credential, which cannot be read here; the rest was checked"]
        }
    }

    private static func complain(_ text: String) {
        for line in text.split(separator: "\n") {
            var text = "ftd: \(String(line).printable)\n"
            text.withUTF8 { bytes in _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
        }
    }
}
