import Commands

/// `man`: the manual page, for a package to install.
enum ManCommand {
    static let command: Command = Command(
        name: "man", section: .about, summary: "Print the manual page ftctl(1)",
        examples: [
            CommandExample("ftctl man | man -l -", "read it"),
            CommandExample("ftctl man > /usr/local/share/man/man1/ftctl.1", "install it"),
        ]
    ) { context, _ in
        try context.output.write(ManualPage(ControlProgram.table).text)
        return .done
    }
}
