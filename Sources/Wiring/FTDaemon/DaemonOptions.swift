import Commands

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
    }

    var action = Action.run
    var configuration: String?
    var store: String?

    private static let config = CommandOption.value(
        "config", .file(),
        "the configuration; else FTD_CONFIG, $XDG_CONFIG_HOME/ftd/ftd.conf, /etc/ftd/ftd.conf, or the built-in one")
    private static let storeFile = CommandOption.value(
        "store", .file(),
        "the store; else FTD_STORE, the configuration, $STATE_DIRECTORY/ftd.db, /var/lib/ftd/ftd.db, "
            + "$XDG_STATE_HOME/ftd/ftd.db")
    private static let once = CommandOption.flag(
        "once", "poll once, attempt every due delivery once, and exit; 60 s at most")
    private static let checkConfig = CommandOption.flag(
        "check-config", "read the configuration, the hooks' secrets and the key, look at the hooks' programs, and exit")

    /// Every option of `ftd` but those of every program.
    static var all: [any OptionDescribing] { [config, storeFile, once, checkConfig] }
}

extension DaemonOptions {
    /// Of a command line that was read; a check goes before a single poll.
    init(_ arguments: Arguments) {
        let stay: Action = arguments[Self.once] ? .once : .run
        self.init(
            action: arguments[Self.checkConfig] ? .checkConfiguration : stay, configuration: arguments[Self.config],
            store: arguments[Self.storeFile])
    }
}
