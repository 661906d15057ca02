import Commands
import FineTuning
import JobStorage
import Settings
import Text

/// `demo`: the whole way from rows to an answer, without a key, against the simulator.
enum DemoCommand {
    static let command: Command = Command(
        name: "demo", section: .about, summary: "Try every step once, without a key, against a simulator",
        details: [
            "Starts ftsim and ftd on this machine in a temporary directory, prepares a small file, submits it, "
                + "watches the job, runs a hook and asks the tuned model; then takes everything away again. "
                + "Your own configuration, store and key have no part in it."
        ],
        examples: [CommandExample("ftctl demo", "less than a minute")]
    ) { context, _ in
        let place = try DemoDirectory(temporary: context.environment["TMPDIR"] ?? "/tmp")
        context.interrupt.arm(saying: "interrupted; the demo has taken everything away again")
        context.interrupt.onInterrupt { place.cleanUp() }
        defer {
            context.interrupt.onInterrupt(nil)
            place.cleanUp()
        }
        return try place.inDirectory { try Demo(context: context, place: place).run() }
    }
}

/// The demo's script: what is said, and the commands a person would type.
private struct Demo {
    let context: CommandContext
    let place: DemoDirectory

    func run() throws -> ExitCode {
        let start = context.uptime
        var environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": place.directory]
        for name in ["LANG", "LC_ALL", "TZ", "TERM", "COLUMNS", "NO_COLOR"] {
            environment[name] = context.environment[name]
        }
        try tell("A simulator stands in for the API: it trains in seconds and costs nothing.")
        try type("ftsim --speed \(DemoDirectory.speed)")
        try place.start(
            "ftsim", ["--speed", "\(DemoDirectory.speed)"], environment: environment, context: context
        ) { $0.contains("\n") }
        let address = place.read("ftsim.log").split(separator: "\n").first.map(String.init) ?? ""
        try show(address)
        environment["OPENAI_BASE_URL"] = address
        environment["OPENAI_API_KEY"] = "sk-demo"
        environment["FTD_STORE"] = place.path("ftd.db")
        environment["FTD_CONFIG"] = place.path("ftd.conf")
        // The simulator's price list: the built-in one is OpenAI's alone.
        environment["XDG_CONFIG_HOME"] = place.directory
        try place.write("ftd/models.conf", models)

        try tell("The daemon watches every job and runs a hook when one ends.")
        try writeHook()
        try type("cat ftd.conf")
        for line in place.read("ftd.conf").split(separator: "\n") { try show(String(line)) }
        try type("ftd")
        try place.start("ftd", [], environment: environment, context: context) { $0.contains("started ") }

        try tell("Questions and answers become a training file; rows without an explanation are left out.")
        try place.write("questions.jsonl", DemoRows.text)
        try perform(
            [
                "prepare", "questions.jsonl", "--user", "{question}", "--assistant", "{answer}. {why}", "--require",
                "why", "-o", "train.jsonl",
            ], environment)

        try tell("Would the server take it, and what will it cost?")
        try perform(["check", "train.jsonl"], environment)

        try tell("The file is uploaded, and the job is made, once.")
        try perform(["submit", "train.jsonl", "--suffix", "demo", "--yes"], environment)

        let job = try newestJob()
        try tell("The table of all jobs, from the daemon's store.")
        try perform(["list"], environment)

        try tell("A script waits, and the exit code says how the job ended.")
        try perform(["wait", job, "--timeout", "1m"], environment)

        try tell("Meanwhile the hook was told; it writes what it hears into a file.")
        try type("cat told.txt")
        guard try place.waitFor("told.txt", context: context, { $0.contains("\n") }) else {
            throw CommandError(.failed, "the hook was not told of the job's end")
        }
        for line in place.read("told.txt").split(separator: "\n") { try show(String(line)) }

        try tell("And the tuned model answers.")
        try perform(["ask", DemoRows.asked, "--expect", "train.jsonl"], environment)

        try tell("The table again, now that the job is done; what it cost and made; and how its loss went down.")
        try perform(["list"], environment)
        try perform(["show", job], environment)
        try perform(["loss", job], environment)

        let seconds = Int64((context.uptime - start).inSeconds.rounded(.up))
        try tell("That was all of it, in \(seconds) s. Simulator, daemon and files are gone again.")
        try context.tell("With your own key: set OPENAI_API_KEY, start ftd, and give the same commands.")
        return .done
    }

    /// What the simulator's model costs, and when it ends: never, where OpenAI's own has ended.
    private var models: String {
        let name = ModelName("gpt-4o-mini-2024-07-18")
        let end = ModelTable.builtIn.facts(of: name)?.shutdown?.value
        let year = LocalTime(zone: .utc).date(context.now + .seconds(366 * 86_400))
        let isOver = end.map { $0.start <= context.now } ?? false
        return "[model \"\(name)\"]\ntraining = 3.00\n" + (isOver ? "shutdown = \(year)\n" : "")
    }

    private func writeHook() throws {
        try place.write(
            "tell.sh",
            "#!/bin/sh\necho \"$FTD_EVENT_TYPE: $FTD_JOB_ID made $FTD_FINE_TUNED_MODEL\" >> '\(place.path("told.txt"))'\n",
            mode: 0o700)
        try place.write(
            "ftd.conf",
            """
            [poll]
            active = 250ms
            [hook "tell"]
            on = ended
            run = \(place.path("tell.sh"))

            """)
    }

    private func newestJob() throws -> String {
        let store = try JobStoreReader(path: place.path("ftd.db"))
        let start = context.uptime
        while context.uptime - start < .seconds(15) {
            if let job = try store.list(limit: 1).rows.first { return job.key.job.rawValue }
            try context.interrupt.sleep(for: .milliseconds(50))
        }
        throw CommandError(.failed, "the daemon has not seen the job")
    }

    private func tell(_ text: String) throws {
        try context.output.line()
        for line in TextWrapping.lines(text, width: max(40, min(80, context.terminal.width))) {
            try context.tell(context.paint(line, .bold))
        }
        try context.output.flush()
    }

    private func type(_ command: String) throws {
        try context.tell("$ \(command)")
        try context.output.flush()
    }

    private func show(_ line: String) throws {
        try context.output.line(line.printable)
        try context.output.flush()
    }

    /// Shows a command as a person would type it, and runs it as if they had, in the demo's directory.
    private func perform(_ arguments: [String], _ environment: [String: String]) throws {
        try type((["ftctl"] + arguments.map(quoted)).joined(separator: " "))
        var surroundings = context.surroundings
        surroundings.environment = environment
        let code = ControlProgram.table.run(arguments, in: surroundings)
        try context.interrupt.check()
        guard code == .done else {
            throw CommandError(.failed, "this step of the demo ended with exit code \(code.rawValue)")
        }
    }

    private func quoted(_ word: String) -> String {
        word.contains { " {}?'".contains($0) } ? "'\(word)'" : word
    }
}
