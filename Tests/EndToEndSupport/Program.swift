import Glibc
import Synchronization

/// A program under test: started, watched, and ended at the latest when the test lets go of it.
final class Program: Sendable {
    /// How it ended.
    enum Ending: Hashable {
        case exited(Int32)
        case signalled(Int32)
    }

    let process: pid_t
    private let name: String
    private let outputPath: String
    private let errorPath: String
    private let reaped = Mutex<Ending?>(nil)

    /// - Parameter files: the outputs go to this path with `.out` and `.err` behind it.
    init(_ arguments: [String], environment: [String: String], input: String = "/dev/null", files: String) throws {
        name = arguments.first?.split(separator: "/").last.map(String.init) ?? ""
        outputPath = files + ".out"
        errorPath = files + ".err"
        process = try ProcessStart.start(
            arguments, environment: environment, input: input, output: outputPath, errors: errorPath)
    }

    deinit {
        guard ending == nil else { return }
        kill(-process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    /// What it wrote on standard output so far.
    var output: String { TextFile.read(outputPath) ?? "" }
    /// What it wrote on standard error so far.
    var errors: String { TextFile.read(errorPath) ?? "" }

    /// Nil while it runs.
    var ending: Ending? {
        reaped.withLock { known in
            if let known { return known }
            var status: Int32 = 0
            guard waitpid(process, &status, WNOHANG) == process else { return nil }
            let signal = status & 0x7F
            known = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
            return known
        }
    }

    /// Sends it a signal; nothing happens when it has ended.
    func send(_ signal: Int32) { if ending == nil { kill(process, signal) } }

    /// Waits for its end.
    ///
    /// - Throws: `Overdue` after the bound; the program is killed then.
    @discardableResult
    func end(within bound: Duration = .seconds(30)) throws -> Ending {
        do {
            return try wait(until: "\(name) ends", within: bound) { ending }
        } catch {
            send(SIGKILL)
            throw Overdue(description: "\(error)\n--- its log:\n\(errors.suffix(3000))")
        }
    }

    /// Ends it as a service manager would.
    @discardableResult
    func stop() throws -> Ending {
        send(SIGTERM)
        return try end()
    }

    /// Ends it without a word.
    func destroy() throws {
        send(SIGKILL)
        try end()
    }
}
