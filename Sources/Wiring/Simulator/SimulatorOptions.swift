package import HTTPServer

/// The command line of `ftsim`.
package struct SimulatorOptions: Sendable, Equatable {
    /// What the command line asks for.
    package enum Action: Sendable, Equatable {
        case serve
        case help
        case version
    }

    package var action = Action.serve
    package var listen = ListenAddress.anyLoopbackPort
    package var speed = 1.0
    package var key: String?
    package var faultFile: String?

    /// Reads arguments, without the program's name.
    ///
    /// - Throws: `SimulatorError` with the option's name and what would be right.
    package init(_ arguments: [String]) throws(SimulatorError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            switch parts[0] {
            case "--help", "-h": action = .help
            case "--version": action = .version
            case "--listen":
                let text = try Self.value(parts, &rest)
                do {
                    listen = try ListenAddress(parsing: text)
                } catch {
                    throw SimulatorError(description: "--listen: \(error)")
                }
            case "--speed":
                let text = try Self.value(parts, &rest)
                guard let number = Double(text), (0.001...1_000_000).contains(number) else {
                    throw SimulatorError(
                        description: "--speed: not a number from 0.001 to 1000000 (got \"\(text)\"); "
                            + "1 gives a job ten minutes, 60 ten seconds")
                }
                speed = number
            case "--key": key = try Self.value(parts, &rest)
            case "--fault": faultFile = try Self.value(parts, &rest)
            default:
                throw SimulatorError(description: "unknown argument \"\(argument)\"; ftsim --help lists the options")
            }
        }
    }

    private static func value(_ parts: [String], _ rest: inout ArraySlice<String>) throws(SimulatorError) -> String {
        if parts.count == 2, !parts[1].isEmpty { return parts[1] }
        guard parts.count == 1, let next = rest.popFirst(), !next.isEmpty else {
            throw SimulatorError(description: "\(parts[0]) needs a value; ftsim --help lists the options")
        }
        return next
    }

    /// The text of `--help`.
    package static let help = """
        ftsim serves a simulated fine-tuning API on loopback, in memory, to try things without a key.

        usage: ftsim [--listen ADDRESS:PORT] [--speed N] [--key K] [--fault FILE]

          --listen ADDRESS:PORT  where to serve; port 0 takes any free one (default 127.0.0.1:0)
          --speed N              how fast jobs live: 1 gives a job about ten minutes, 60 ten seconds (default 1)
          --key K                the only API key to accept (default: any)
          --fault FILE           faults as JSON, as POST /_ftsim/faults takes them
          --version              print the version
          --help                 print this text

        The first line on stdout is the base URL for clients:  OPENAI_BASE_URL=http://127.0.0.1:PORT/v1
        It stops on SIGTERM and Ctrl-C. Exit codes: 0 stopped, 2 wrong usage or no such address.

        Things to go wrong on purpose:
          curl -d '{"match": "GET /fine_tuning/jobs", "status": 500, "times": 3}' http://127.0.0.1:PORT/_ftsim/faults
          match    METHOD /path, where * is any method or any part of a path, and ** any path
          times    how many requests (default 1, or "always")      after   how many go through first
          status, headers, body   the answer instead               delay   seconds, or "200ms"
          cut      bytes of the body before the connection closes
          drop     "before" or "after" the request is performed: no answer at all
        GET /_ftsim/requests shows what was received, POST /_ftsim/advance {"seconds": N} moves the clock, and
        POST /_ftsim/jobs {"status": "succeeded", "created_at": N, "count": N} makes jobs out of nothing.

        """
}
