/// Options that mean the same for every verb.
enum StandardOptions {
    static let config = CommandOption.value("config", .file(), "read this configuration")
    static let store = CommandOption.value("store", .file(), "read this store")
    static let color = CommandOption<ColorChoice>.value(
        "color", .choice("WHEN"), default: .auto, "colour the output: auto, always or never")
    static let help = CommandOption.flag("help", short: "h", "print help and stop")
    static let version = CommandOption.flag("version", "print the version and stop")

    /// Allowed before the verb and after it.
    static let everywhere: [OptionEntry] = [config.entry, store.entry, color.entry, help.entry]
    /// Allowed before the verb only.
    static let first: [OptionEntry] = [version.entry]

    /// For every verb that prints a report.
    static let output = CommandOption<OutputFormat>.value(
        "output", short: "o", .choice("FORMAT"), default: .table, "table, wide, json, jsonl, csv or name")
    /// For every verb that prints a point in time.
    static let utc = CommandOption.flag("utc", "print times in UTC instead of local time")
    /// For every verb that works on one account.
    static let account = CommandOption.value("account", .text("NAME"), "only this account of the configuration")
    /// For every verb that calls the API.
    static let keyFile = CommandOption.value("key-file", .file(), "read the API key from this file")
    /// For every verb that asks before it acts.
    static let yes = CommandOption.flag("yes", short: "y", "do not ask")
}

/// When to colour.
enum ColorChoice: String, Sendable, CaseIterable {
    case auto
    case always
    case never
}
