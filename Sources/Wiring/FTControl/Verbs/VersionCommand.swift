import Commands
import FineTuning

/// `version`: the same as `--version`.
enum VersionCommand {
    static let command: Command = Command(
        name: "version", section: .about, summary: "Print the version"
    ) { context, _ in
        try context.output.line("\(ControlProgram.description.name) \(ProductVersion.text)")
        return .done
    }
}
