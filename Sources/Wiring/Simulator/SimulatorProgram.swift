import Commands
import Files
import Glibc
import HTTPServer

/// The program `ftsim`: reads its options, serves, and waits for a signal.
package enum SimulatorProgram {
    /// What parsing, help, completions and the manual are made from.
    static let table: CommandTable = CommandTable(
        ProgramDescription(
            name: "ftsim",
            summary: "serves a simulated fine-tuning API on loopback, in memory, to try things without a key",
            seeAlso: ["ftd (8)", "ftctl (1)"],
            environment: [ManualEntry("TMPDIR", "where uploads wait until they are read, in place of /tmp")],
            explain: { error in CommandError(.usage, "\(error)") }),
        only: Command(
            details: [
                "The first line on standard output is the base URL for clients: "
                    + "OPENAI_BASE_URL=http://127.0.0.1:PORT/v1. It stops on SIGTERM and Ctrl-C.",
                "A fault makes requests go wrong on purpose. It is a JSON object: match is METHOD /path, where * is "
                    + "any method or any part of a path, and ** any path; times is how many requests (default 1, or "
                    + "\"always\"); after is how many go through first; status, headers and body are the answer "
                    + "instead; delay is in seconds, or \"200ms\"; cut is the bytes of the body before the "
                    + "connection closes; drop is \"before\" or \"after\" the request is performed: no answer at all.",
                "A job's suffix says how its training goes: nan (from three fifths on the losses are no numbers), diverge "
                    + "(they rise from a third on) or overfit (the validation loss rises), each alone or with - and more "
                    + "behind, with a validation file. With --like azure the model o4-mini-2025-04-16 takes "
                    + "reinforcement, whose rewards rise.",
                "GET /_ftsim/requests shows what was received, POST /_ftsim/advance with {\"seconds\":60} moves the "
                    + "clock, and POST /_ftsim/jobs with {\"status\":\"succeeded\",\"created_at\":1795336390,\"count\":9} "
                    + "makes jobs out of nothing.",
                "With --like it has the habits of another server. azure: paths below /openai/v1, or below /openai with "
                    + "api-version; trainingType; the status pending; a tuned model answers under the name of a "
                    + "deployment, which POST /_ftsim/deployments with {\"name\":\"n\",\"model\":\"ft:…\"} makes. "
                    + "nebius: no metadata, learning_rate, step counts, checkpoints with files, errors as detail. "
                    + "fastapi: lists oldest first, at most 100 entries a page, files that stay uploaded, events as a "
                    + "stream, no metadata.",
            ],
            options: SimulatorOptions.all,
            examples: [
                CommandExample("ftsim --listen 127.0.0.1:8080 --speed 60", "a job takes ten seconds"),
                CommandExample(
                    "curl -d @fault.json http://127.0.0.1:8080/_ftsim/faults",
                    "with {\"match\": \"GET /fine_tuning/jobs\", \"status\": 500, \"times\": 3} in fault.json: three "
                        + "listings fail"),
                CommandExample("ftsim --man | man -l -", "read the manual"),
            ],
            exitNotes: [ExitNote(.done, "stopped"), ExitNote(.usage, "wrong usage or no such address")]
        ) { _, arguments in
            try serve(SimulatorOptions(arguments))
            return .done
        })

    /// Runs until SIGTERM or SIGINT; returns the exit code: 0 stopped, 2 wrong usage.
    ///
    /// - Parameter commandLine: the program's name, then its arguments.
    package static func run(_ commandLine: [String]) -> Int32 {
        table.run(commandLine: commandLine, in: .live(program: table.program.name, environment: [:])).rawValue
    }

    private static func serve(_ options: SimulatorOptions) throws {
        var settings = SimulatedAPI.Parameters()
        settings.speed = options.speed
        settings.key = options.key
        settings.adminKey = options.adminKey
        settings.seed = options.seed ?? .random(in: 0 ... .max)
        settings.isStrict = options.isStrict
        settings.likeness = options.likeness
        settings.delay = options.delay
        var webhook: Webhook?
        if let url = options.webhook {
            let secret = options.webhookSecret ?? WebhookSigner.secret(seed: settings.seed)
            webhook = Webhook(url: url, secret: secret)
            if options.webhookSecret == nil { write("ftsim: OPENAI_WEBHOOK_SECRET=\(secret)\n", to: STDERR_FILENO) }
        }
        let faults = try options.faultFile.map { path in try read(path) }
        // Blocked before the server has threads, so that none but this one takes them.
        var signals = sigset_t()
        var before = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let server = try SimulatorServer(address: options.listen, settings: settings, faults: faults, webhook: webhook)
        write("\(server.baseURL)\n", to: STDOUT_FILENO)
        var received: Int32 = 0
        sigwait(&signals, &received)
        server.stop()
    }

    private static func read(_ path: String) throws(SimulatorError) -> [UInt8] {
        // It may be a pipe, as a shell makes of <(…).
        do throws(SystemError) {
            let file = try Descriptor(path, O_RDONLY)
            var bytes: [UInt8] = []
            let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
            defer { piece.deallocate() }
            while bytes.count <= 1 << 20 {
                let count = try file.read(into: piece)
                if count == 0 { return bytes }
                bytes += piece[..<count]
            }
        } catch {
            throw SimulatorError.unreadableFaults(path: path, why: "\(error)")
        }
        throw .unreadableFaults(path: path, why: "it is larger than 1 MB")
    }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            sent += count
        }
    }
}
