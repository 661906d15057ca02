import Accounts
import FineTuning
import Glibc
import HTTPClient
import JobStorage
import Services
import Settings
import Text

/// The program `ftd`: reads its arguments, runs, and says with which code to exit.
public enum DaemonProgram {
    /// Runs to the end.
    ///
    /// - Parameter arguments: without the program's name.
    /// - Returns: the exit code, see `ftd --help`.
    public static func run(_ arguments: [String]) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        let environment = ProcessEnvironment.current()
        let log = JournalLog(level: .info, environment: environment)
        do {
            let options = try DaemonOptions(arguments)
            let configuration = Configuration(options: options, environment: environment)
            switch options.action {
            case .print(let text):
                print(text, terminator: "")
                return 0
            case .checkConfiguration: return try check(configuration)
            case .once: return try Daemon(configuration, log: log).runOnce()
            case .run: return try Daemon(configuration, log: log).run()
            }
        } catch let error as StoreError {
            complain("\(error)")
            return error.isForSomebodyElse ? 2 : 1
        } catch {
            complain("\(error)")
            return 2
        }
    }

    /// Reads all that a start would read: configuration, hooks' secrets, keys.
    private static func check(_ configuration: Configuration) throws -> Int32 {
        let reading = try configuration.read()
        let accounts = Accounts(
            environment: configuration.environment, transport: CurlTransport(userAgent: "ftd/\(ProductVersion.text)"))
        for account in reading.settings.accounts {
            for warning in try accounts.connect(account).warnings { complain(warning) }
        }
        _ = try configuration.store(reading.settings)
        print("\(configuration.path ?? "the built-in configuration"): good")
        return 0
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
    fileprivate var isForSomebodyElse: Bool {
        switch self {
        case .held, .noDirectory, .cannotMake, .notReadable, .notOurs, .newer, .tooOld, .cannotLock, .absent,
            .notYetMade:
            true
        case .migrationFailed, .damaged, .failed: false
        }
    }
}
