import Commands

extension StandardOptions {
    /// For every verb that reads the configuration.
    static let config = CommandOption.value("config", .file(), "read this configuration")
    /// For every verb that reads the store.
    static let store = CommandOption.value("store", .file(), "read this store")
    /// For every verb that works on one account.
    static let account = CommandOption.value(
        "account", .text("NAME", completion: .account), "use this account of the configuration")
    /// For every verb that calls the API.
    static let keyFile = CommandOption.value("key-file", .file(), "read the API key from this file")
}

extension CommandSection {
    static let data = CommandSection("Prepare and submit")
    static let watch = CommandSection("Watch")
    static let control = CommandSection("Control")
    static let use = CommandSection("Use the model")
    static let operate = CommandSection("Operate")
    static let about = CommandSection("About ftctl")
}

extension CommandContext {
    /// `--config`, if given.
    var configPath: String? { arguments[StandardOptions.config] }

    /// `--store`, if given.
    var storePath: String? { arguments[StandardOptions.store] }
}
