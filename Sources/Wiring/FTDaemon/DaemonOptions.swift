import FineTuning
import Text

/// What `ftd` was asked to do.
struct DaemonOptions: Equatable {
    /// What to do, and then whether to stay.
    enum Action: Equatable {
        /// Stay and watch.
        case run
        /// Poll once, attempt every due delivery once, and leave.
        case once
        /// Say whether the configuration is good, and leave.
        case checkConfiguration
        /// Print a text and leave.
        case print(String)
    }

    var action = Action.run
    var configuration: String?
    var store: String?

    static let help = """
        ftd - watches fine-tuning jobs and tells when one succeeds or fails

        Usage: ftd [--config FILE] [--store FILE] [--once | --check-config]

          --config FILE    the configuration; else FTD_CONFIG, $XDG_CONFIG_HOME/ftd/ftd.conf,
                           /etc/ftd/ftd.conf, or the built-in one
          --store FILE     the store; else FTD_STORE, the configuration, $STATE_DIRECTORY/ftd.db,
                           /var/lib/ftd/ftd.db, $XDG_STATE_HOME/ftd/ftd.db
          --once           poll once, attempt every due delivery once, and exit; 60 s at most
          --check-config   read the configuration, the hooks' secrets and the key, and exit
          --version        print the version
          --help           print this

        It runs in the foreground and logs to standard error. SIGHUP reads the configuration
        again, SIGUSR1 polls at once, SIGTERM stops.

        Exit codes: 0 stopped, 1 the store failed, 2 configuration, key file or lock,
        4 not authorized (--once), 5 API unreachable (--once).
        """

    /// Reads the arguments; throws a sentence.
    init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            switch parts[0] {
            case "--config": configuration = try Self.value(of: parts, &rest)
            case "--store": store = try Self.value(of: parts, &rest)
            case "--once" where parts.count == 1: action = .once
            case "--check-config" where parts.count == 1: action = .checkConfiguration
            case "--version" where parts.count == 1: action = .print("ftd \(ProductVersion.text)\n")
            case "--help" where parts.count == 1, "-h" where parts.count == 1: action = .print(Self.help + "\n")
            case let other:
                throw UsageError(description: "unknown option \(other.printable); see ftd --help")
            }
        }
    }

    private static func value(of parts: [String], _ rest: inout ArraySlice<String>) throws(UsageError) -> String {
        let value = parts.count == 2 ? parts[1] : rest.popFirst()
        guard let value, !value.isEmpty else {
            throw UsageError(description: "\(parts[0]) needs a file name; see ftd --help")
        }
        return value
    }
}

/// Arguments that make no sense, as a sentence.
struct UsageError: Error, Equatable, CustomStringConvertible {
    let description: String
}
