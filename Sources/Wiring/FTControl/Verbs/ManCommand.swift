import Commands
import Files
import FineTuning
import Glibc
import Hooks
import Processes
import Settings
import Text

/// `man`: the manual pages, to read or for a package to install.
enum ManCommand {
    private static let words = CommandOperand<[String]>.many(
        .text("PAGE", completion: .verb), atLeast: 0,
        "a verb, one word or two, ftd.conf, ftd, ftweb or ftsim; all of ftctl without one")
    private static let install = CommandOption.value(
        "install", .directory(), "write every page below this directory, into man1, man5 and man8, instead")
    /// The other programs, which print their own pages, and the sections of those.
    private static let programs = [("ftd", 8), ("ftweb", 8), ("ftsim", 1)]

    static let command: Command = Command(
        name: "man", section: .about, summary: "Print a manual page",
        details: [
            "The pages are ftctl(1), one for each verb such as ftctl-list(1), ftd.conf(5), and ftd(8), ftweb(8) and "
                + "ftsim(1), which the programs beside ftctl print."
        ],
        operands: [words], options: [install],
        examples: [
            CommandExample("ftctl man list | man -l -", "read it"),
            CommandExample("ftctl man ftd.conf | man -l -", "every setting"),
            CommandExample("sudo ftctl man --install /usr/local/share/man", "install them all"),
        ]
    ) { context, arguments in
        let words = arguments[words]
        if let directory = arguments[install] {
            guard words.isEmpty else { throw CommandError.usage("man: --install writes every page; name none") }
            try write(into: directory, context)
            return .done
        }
        try context.output.write(try page(words, context))
        return .done
    }

    private static func page(_ words: [String], _ context: CommandContext) throws -> String {
        guard !words.isEmpty else { return ManualPage(ControlProgram.table).text }
        if words == ["ftd.conf"] { return ConfigurationManual.text }
        if words.count == 1, programs.contains(where: { $0.0 == words[0] }) { return try page(of: words[0], context) }
        let invocation = try CommandLineParser.parse(["--help"] + words, with: ControlProgram.table)
        switch invocation {
        case .help(.command(let command)): return ManualPage(ControlProgram.table).text(about: command)
        case .help(.group(let name)):
            let verbs = ControlProgram.table.group(name).map(\.name)
            throw CommandError.usage("man: which page of \(name)? \(ListText.alternatives(verbs))")
        case .help(.program), .home, .run, .version, .completions, .manual:
            return ManualPage(ControlProgram.table).text
        }
    }

    /// The page of another program, as it prints it itself.
    private static func page(of name: String, _ context: CommandContext) throws(CommandError) -> String {
        let program = DaemonStandIn.sibling(name)
        let result = ChildProcess.run(
            ChildCommand(
                arguments: [program, "--man"], environment: context.environment, timeout: .seconds(10),
                outputLimit: 1 << 20))
        guard result.ending == .exited(0) else {
            throw CommandError(
                .failed, "\(program.printable) does not print its page", hints: ["Install \(name) beside ftctl"])
        }
        return result.standardOutput.text
    }

    private static func write(into directory: String, _ context: CommandContext) throws {
        let manual = ManualPage(ControlProgram.table)
        var pages = [("man1/ftctl.1", manual.text), ("man5/ftd.conf.5", ConfigurationManual.text)]
        pages += ControlProgram.table.commands.map { ("man1/\(manual.name(of: $0)).1", manual.text(about: $0)) }
        var missing: [String] = []
        for (name, section) in programs {
            do throws(CommandError) {
                pages.append(("man\(section)/\(name).\(section)", try page(of: name, context)))
            } catch {
                missing.append(name)
            }
        }
        for part in ["man1", "man5", "man8"] {
            let path = "\(directory)/\(part)"
            guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileError("make", path, errno: errno) }
        }
        for (name, text) in pages {
            try WholeFile.replace(
                "\(directory)/\(name)", with: Array(text.utf8), mode: 0o644, durability: .process)
        }
        try context.say("wrote \(HumanText.count(pages.count, "page")) below \(directory.printable)")
        if !missing.isEmpty {
            let names = missing.joined(separator: ", ")
            try context.say("without the pages of programs that are not installed beside ftctl: \(names)")
        }
    }
}

/// The page ftd.conf(5), from the table of settings.
enum ConfigurationManual {
    static var text: String {
        var page = ManualText("ftd.conf", section: 5, summary: "the configuration of ftd, ftctl and ftweb")
        page.heading("DESCRIPTION")
        let introduction = ConfigurationExample.introduction
        page.opening(introduction.first ?? "")
        for paragraph in introduction.dropFirst() { page.paragraph(paragraph) }
        for section in ConfigurationExample.sections(hookKinds: HookKinds.keys) {
            page.heading(section.heading)
            page.opening(section.explanation)
            for key in section.keys {
                page.entry(
                    key.byDefault.isEmpty ? key.name : "\(key.name) = \(key.byDefault)", key.explanation)
            }
        }
        page.entries("FILES", ManualEntry.list(PlaceNotes.configuration))
        page.entries("ENVIRONMENT", ManualEntry.list(Array(PlaceNotes.placeVariables.prefix(2))))
        page.seeAlso(["ftctl (1)", "ftd (8)"])
        return page.text
    }
}
