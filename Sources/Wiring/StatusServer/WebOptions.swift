import Commands

/// The command line of `ftweb`.
struct WebOptions: Sendable, Equatable {
    var checksOnly = false
    var configuration: String?
    var store: String?
    var listen: String?
    var allowsRemote = false
    var tokenFile: String?

    private static let listenAt = CommandOption.value(
        "listen", .text("ADDRESS"),
        "the numeric address and the port; else web.listen, or 127.0.0.1:8484; port 0 takes any")
    private static let storeFile = CommandOption.value(
        "store", .file(),
        "the store; else FTD_STORE, the configuration, $STATE_DIRECTORY/ftd.db, /var/lib/ftd/ftd.db, "
            + "$XDG_STATE_HOME/ftd/ftd.db")
    private static let config = CommandOption.value(
        "config", .file(),
        "the configuration; else FTD_CONFIG, $XDG_CONFIG_HOME/ftd/ftd.conf, /etc/ftd/ftd.conf, or the built-in one")
    private static let remote = CommandOption.flag(
        "allow-remote", "listen where other machines reach it; needs a token")
    private static let token = CommandOption.value(
        "token-file", .file(), "a file whose first line every request must carry, as password or bearer token")
    private static let checkConfig = CommandOption.flag(
        "check-config", "read the configuration, the token and the price list, and exit")

    /// Every option of `ftweb` but those of every program.
    static var all: [any OptionDescribing] { [listenAt, storeFile, config, remote, token, checkConfig] }
}

extension WebOptions {
    /// Of a command line that was read.
    init(_ arguments: Arguments) {
        self.init(
            checksOnly: arguments[Self.checkConfig], configuration: arguments[Self.config],
            store: arguments[Self.storeFile], listen: arguments[Self.listenAt], allowsRemote: arguments[Self.remote],
            tokenFile: arguments[Self.token])
    }
}
