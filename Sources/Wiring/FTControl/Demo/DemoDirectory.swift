import Commands
import Files
import FineTuning
import Glibc
import Synchronization

/// Everything the demo needs and takes away again: a directory, a simulator, a daemon.
final class DemoDirectory: Sendable {
    /// How much faster than life the simulator is: a job of ten minutes takes about twelve seconds.
    static let speed = 50
    private static let patience: Duration = .seconds(15)

    let directory: String
    private let programs = Mutex<[BackgroundProgram]>([])

    init(temporary: String) throws {
        var template = Array("\(temporary)/ftd-demo-XXXXXX".utf8CString)
        guard let made = template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) } }) else {
            throw FileError("make a directory in", temporary, errno: errno, hint: "set TMPDIR to one you may write to")
        }
        directory = String(cString: made)
    }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// Writes a file, and makes the directory that it is in.
    func write(_ name: String, _ text: String, mode: UInt32 = 0o600) throws {
        try WholeFile.makeDirectory(WholeFile.directory(of: path(name)), mode: 0o700)
        try WholeFile.replace(path(name), with: Array(text.utf8), mode: mode, durability: .process)
    }

    func read(_ name: String) -> String {
        ((try? WholeFile.read(path(name))) ?? nil).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Starts a program from beside this one, and waits until its output says that it is ready.
    func start(
        _ name: String, _ arguments: [String], environment: [String: String], context: CommandContext,
        isReady: (String) -> Bool
    ) throws {
        let program = DaemonStandIn.sibling(name)
        guard access(program, X_OK) == 0 else {
            throw CommandError(
                .failed, "there is no \(name) beside ftctl: \(program)", hints: ["Build all of them: swift build"])
        }
        let output = "\(name).log"
        let running = BackgroundProgram([program] + arguments, environment: environment, output: path(output))
        programs.withLock { $0.append(running) }
        let start = context.uptime
        while !isReady(read(output)) {
            guard !running.hasEnded, context.uptime - start < Self.patience else {
                throw CommandError(
                    .failed, "\(name) did not start", hints: read(output).split(separator: "\n").map(String.init))
            }
            try context.interrupt.sleep(for: .milliseconds(20))
        }
    }

    /// Waits until a file has some text; false when it never came.
    func waitFor(_ name: String, context: CommandContext, _ condition: (String) -> Bool) throws -> Bool {
        let start = context.uptime
        while !condition(read(name)) {
            guard context.uptime - start < Self.patience else { return false }
            try context.interrupt.sleep(for: .milliseconds(20))
        }
        return true
    }

    /// Works in the demo's directory, so that its files have the names a person would type.
    func inDirectory<Value>(_ body: () throws -> Value) throws -> Value {
        let before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard chdir(directory) == 0 else { throw FileError("enter", directory, errno: errno) }
        defer {
            if before >= 0 {
                _ = fchdir(before)
                close(before)
            }
        }
        return try body()
    }

    /// Ends the programs, last started first, and removes the directory.
    func cleanUp() {
        let running = programs.withLock { programs in
            defer { programs = [] }
            return programs
        }
        for program in running.reversed() { program.stop() }
        Self.remove(directory, depth: 0)
    }

    /// Removes a directory of ours; links are removed, never followed.
    private static func remove(_ path: String, depth: Int) {
        guard depth < 8 else { return }
        for name in (try? WholeFile.names(in: path)) ?? [] {
            let entry = "\(path)/\(name)"
            var facts = stat()
            guard lstat(entry, &facts) == 0 else { continue }
            if facts.st_mode & S_IFMT == S_IFDIR { remove(entry, depth: depth + 1) } else { unlink(entry) }
        }
        rmdir(path)
    }
}
