package import Settings

/// The keys of hooks that run a program.
package struct ProgramKeys: HookKind {
    /// The program by its absolute path, then its arguments; no shell.
    package var arguments: [String] = []

    package init() {}

    package static let name = "run"
    package static let sample = "/path/to/program"
    package static let table = [
        SettingKey(
            name, .command, \ProgramKeys.arguments, in: ProgramKeys(),
            "Either a program with its arguments (no shell; the notice is on its standard input) …")
    ]

    package var isChosen: Bool { !arguments.isEmpty }
    package var target: String { arguments.joined(separator: " ") }

    package func sender(credentials: String?) -> (any HookSender)? {
        isChosen ? ProgramSender(arguments: arguments) : nil
    }
}
