import Commands
import ConfigurationText
import Dispatch
import Files
import FineTuning
import Glibc
import HTTPServer
import Services
import Settings
import Text

/// The program `ftweb`: reads its options, serves, and waits for a signal.
package enum WebProgram {
    /// What parsing, help, completions and the manual are made from.
    static let table: CommandTable = CommandTable(
        ProgramDescription(
            name: "ftweb",
            summary: "serves the jobs that ftd watches as pages and figures, read-only and without a key",
            manualSection: 8, seeAlso: ["ftd (8)", "ftctl (1)", "ftd.conf (5)"],
            files: ManualEntry.list(PlaceNotes.configuration + PlaceNotes.store),
            environment: ManualEntry.list(PlaceNotes.placeVariables + PlaceNotes.serviceVariables),
            explain: { error in CommandError(.failed, "\(error)") }),
        only: Command(
            details: [
                "The first line on standard output is the address. SIGHUP reads the configuration again, SIGTERM and "
                    + "Ctrl-C stop.",
                "Pages: / (jobs), /jobs/ID, /models, /usage, /hooks, /submissions. For programs: /api/v1/jobs with "
                    + "limit, after and status, /api/v1/jobs/ID, /metrics (Prometheus), /feed.atom (ended jobs), "
                    + "/healthz (503 when ftd is down or degraded).",
                "It only answers requests whose Host is the address it listens on, or that of web.url. Other machines "
                    + "reach it with --allow-remote and a token; TLS is the work of a proxy before it.",
            ],
            options: WebOptions.all,
            examples: [
                CommandExample("ftweb", "http://127.0.0.1:8484/ shows the jobs"),
                CommandExample("curl -s http://127.0.0.1:8484/api/v1/jobs?status=failed", "for programs"),
                CommandExample("ftweb --man | man -l -", "read the manual"),
            ],
            exitNotes: [
                ExitNote(.done, "stopped"), ExitNote(.failed, "it cannot listen there"),
                ExitNote(.usage, "wrong usage, configuration or token file"),
            ], run: perform))

    /// Runs until SIGTERM or SIGINT; returns the exit code, see `ftweb --help`.
    ///
    /// - Parameter commandLine: the program's name, then its arguments.
    package static func run(_ commandLine: [String]) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        ProcessMemory.close()
        return table.run(
            commandLine: commandLine,
            in: .live(program: table.program.name, environment: ProcessEnvironment.current())
        ).rawValue
    }

    @Sendable private static func perform(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let configuration = WebConfiguration(options: WebOptions(arguments), environment: context.environment)
        let reading: WebConfiguration.Reading
        do {
            reading = try configuration.read()
        } catch let error as CommandError {
            throw error
        } catch let error as ConfigurationError where error.cause?.mayPass != true {
            throw CommandError(.usage, "\(error)")
        } catch let error as SecretFileError where error.kind != .unavailable {
            throw CommandError(.usage, "\(error)")
        }
        guard !configuration.options.checksOnly else {
            try context.output.line("\(configuration.path ?? "the built-in configuration"): good")
            return .done
        }
        return try serve(reading, configuration, context)
    }

    private static func serve(
        _ reading: WebConfiguration.Reading, _ configuration: WebConfiguration, _ context: CommandContext
    ) throws -> ExitCode {
        let manager = ServiceManager(environment: context.environment)
        ServiceManager.removeVariables()
        let log = JournalLog(level: .info, environment: context.environment)
        let exit = ExitRequest()
        let pages = PageServer(time: context.time)
        var limits = HTTPServer.Limits()
        limits.body = 0
        limits.connections = 256
        limits.idleSeconds = 30
        limits.receiving = .seconds(10)
        let server = try HTTPServer(address: reading.listen, limits: limits) { pages.answer($0) }
        pages.serve(reading, at: server.address)
        let signals = SignalSource(queue: DispatchQueue(label: "ftweb.signals")) { signal in
            switch signal {
            case .stop: exit.make(0)
            case .reload: reload(configuration, pages, server.address, log)
            case .poll: break
            }
        }
        try context.output.line(reading.origin.map { $0 + reading.base } ?? server.url)
        try context.output.flush()
        manager.ready(status: "serving \(reading.store) at \(server.url)")
        log.info("serving", ["address": server.url, "store": reading.store])
        let code = exit.wait()
        manager.stopping(status: "stopping")
        signals.cancel()
        server.stop()
        return ExitCode(rawValue: code) ?? .failed
    }

    /// A bad configuration leaves the old one in force.
    private static func reload(
        _ configuration: WebConfiguration, _ pages: PageServer, _ address: ListenAddress, _ log: JournalLog
    ) {
        do {
            let reading = try configuration.read()
            pages.serve(reading, at: address)
            let moved = reading.listen.port != 0 && reading.listen != address
            log.info("reloaded", ["listen": moved ? "unchanged until a restart" : nil])
        } catch {
            log.error("reload refused", ["cause": "\(error)"])
        }
    }
}
