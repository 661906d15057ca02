/// Options that mean the same in every program and for every verb that has them.
package enum StandardOptions {
    package static let color = CommandOption<ColorChoice>.value(
        "color", .choice("WHEN"), default: .auto, "colour the output: auto, always or never")
    package static let help = CommandOption.flag("help", short: "h", "print help and stop")
    package static let version = CommandOption.flag("version", "print the version and stop")

    /// For programs without verbs.
    static let completions = CommandOption<Shell?>.value(
        "completions", .choice("SHELL"), "print a script that completes command lines in bash, zsh or fish")
    /// For programs without verbs.
    static let manual = CommandOption.flag("man", "print the manual page and stop")

    /// For every verb that prints a report.
    package static let output = CommandOption<OutputFormat>.value(
        "output", short: "o", .choice("FORMAT"), default: .table, "table, wide, json, jsonl, csv or name")
    /// For every verb that prints a point in time.
    package static let utc = CommandOption.flag("utc", "print times in UTC instead of local time")
    /// For every verb that asks before it acts.
    package static let yes = CommandOption.flag("yes", short: "y", "do not ask")
}

/// When to colour.
package enum ColorChoice: String, Sendable, CaseIterable {
    case auto
    case always
    case never
}
