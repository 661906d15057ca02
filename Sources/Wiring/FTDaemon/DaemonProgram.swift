import Accounts
import Commands
import FineTuning
import Glibc
import HTTPClient
import JobStorage
import Services
import Settings
import Text

/// The program `ftd`: reads its arguments, runs, and says with which code to exit.
public enum DaemonProgram {
    /// What parsing, help, completions and the manual are made from.
    static let table: CommandTable = CommandTable(
        ProgramDescription(
            name: "ftd", summary: "watches fine-tuning jobs and announces when one succeeds or fails", manualSection: 8,
            seeAlso: ["ftctl (1)"], explain: { error in CommandError(.failed, "\(error)") }),
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
                ExitNote(.done, "stopped"), ExitNote(.failed, "the store failed"),
                ExitNote(.usage, "configuration, key file or lock"),
                ExitNote(.unauthorized, "not authorized (--once)"), ExitNote(.unreachable, "API unreachable (--once)"),
            ], run: perform))

    /// Runs to the end.
    ///
    /// - Parameter arguments: without the program's name.
    /// - Returns: the exit code, see `ftd --help`.
    public static func run(_ arguments: [String]) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        let environment = ProcessEnvironment.current()
        return table.run(arguments, in: .live(program: table.program.name, environment: environment)).rawValue
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
        } catch let error as StoreError {
            complain("\(error)")
            return error.needsOperator ? .usage : .failed
        } catch {
            complain("\(error)")
            return .usage
        }
    }

    /// Reads all that a start would read: configuration, hooks' secrets, keys.
    private static func check(_ configuration: Configuration, _ context: CommandContext) throws -> ExitCode {
        let reading = try configuration.read()
        let accounts = Accounts(
            environment: configuration.environment, transport: CurlTransport(userAgent: "ftd/\(ProductVersion.text)"))
        for account in reading.settings.accounts {
            for warning in try accounts.connect(account).warnings { complain(warning) }
        }
        _ = try configuration.store(reading.settings)
        try context.output.line("\(configuration.path ?? "the built-in configuration"): good")
        return .done
    }

    private static func complain(_ text: String) {
        for line in text.split(separator: "\n") {
            var text = "ftd: \(String(line).printable)\n"
            text.withUTF8 { bytes in _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
        }
    }
}

extension StoreError {
    /// Whether a restart cannot help: somebody has to change a path, a right or a version, or another daemon runs.
    fileprivate var needsOperator: Bool {
        switch self {
        case .held, .noDirectory, .cannotMake, .notReadable, .notOurs, .newer, .tooOld, .cannotLock, .absent,
            .notYetMade:
            true
        case .migrationFailed, .damaged, .failed: false
        }
    }
}
