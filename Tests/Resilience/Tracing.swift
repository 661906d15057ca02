import Glibc

@testable import EndToEndSupport

/// `strace`, which stops programs and spoils their calls.
enum Tracing {
    static let path = "/usr/bin/strace"
    static var isThere: Bool { access(path, X_OK) == 0 }

    /// How a program ended whose calls were counted.
    enum Ending: Hashable {
        /// It died at the call that was asked for.
        case killed
        /// It ended by itself, after so many of the calls.
        case ended(Program.Ending, calls: Int)
    }

    /// Runs a program and kills it at the n-th of these calls, counted over all its threads.
    ///
    /// Each call stops the whole process, so that no other thread does a thing before it is decided whether it goes on.
    ///
    /// - Parameter number: from 1; nil lets it run to its end.
    static func run(
        _ arguments: [String], in place: Place, stoppingAt calls: [String], killAt number: Int?
    ) throws -> Ending {
        let names = calls.joined(separator: ",")
        // The tracer is no parent, so that the stops are seen here.
        let process = try ProcessStart.start(
            [
                path, "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(names)", "-e",
                "inject=\(names):signal=STOP",
            ] + arguments, environment: place.environment(), input: "/dev/null", output: place.file("traced.out"),
            errors: place.file("traced.err"))
        var count = 0
        let end = ContinuousClock.now + .seconds(60)
        while true {
            var status: Int32 = 0
            guard waitpid(process, &status, WNOHANG | WUNTRACED) == process else {
                guard ContinuousClock.now < end else {
                    kill(-process, SIGKILL)
                    waitpid(process, &status, 0)
                    throw Overdue(description: "\(arguments) did not end within 60 s")
                }
                usleep(300)
                continue
            }
            let signal = status & 0x7F
            if status & 0xFF != 0x7F {
                let ending: Program.Ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
                return .ended(ending, calls: count)
            }
            count += 1
            if count == number {
                kill(process, SIGKILL)
                waitpid(process, &status, 0)
                return .killed
            }
            kill(process, SIGCONT)
        }
    }

    /// A run of a program one of whose calls failed.
    struct FaultyRun {
        let ending: Program.Ending
        let output: String
        let errors: String
        /// The call that failed, as `strace` writes it; nil when it was never made.
        let fault: String?
    }

    /// Runs a program and lets the n-th of these calls in each thread fail.
    static func run(
        _ arguments: [String], in place: Place, failing call: String, at number: Int, with error: String
    ) throws -> FaultyRun {
        let trace = place.file("trace")
        unlink(trace)
        let program = try place.launch(
            [
                path, "-f", "-qq", "-o", trace, "-e", "trace=\(call)", "-e",
                "inject=\(call):error=\(error):when=\(number)",
            ] + arguments, environment: place.environment())
        let ending = try program.end(within: .seconds(90))
        let fault = (TextFile.read(trace) ?? "").split(separator: "\n").first { $0.hasSuffix("(INJECTED)") }
        return FaultyRun(
            ending: ending, output: program.output, errors: program.errors, fault: fault.map(String.init))
    }
}
