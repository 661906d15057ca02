import FineTuning
import Glibc
import JSONText
import Synchronization
import TestSupport

/// A place of its own for one test: home, configuration, key, store, and the programs that run there.
///
/// Nothing of the surroundings is inherited: no key, no address, no home.
final class Place: Sendable {
    /// A key that must never be seen anywhere but in requests to its own server.
    static let key = "sk-proj-CANARY-4fQ2zR8s"

    private let directory: TemporaryDirectory
    /// Kept, so that a program lives as long as the place, whoever else has let go of it.
    private let programs = Mutex<[Program]>([])

    init() throws {
        directory = try TemporaryDirectory()
        for name in ["home", "store"] { mkdir(directory.path(name), 0o700) }
        try writeKey(Self.key)
    }

    /// The directory of it all.
    var path: String { directory.path }

    /// The path of an entry of it.
    func file(_ name: String) -> String { directory.path(name) }

    var store: String { directory.path("store/ftd.db") }
    var spool: String { directory.path("store/spool") }
    var live: String { directory.path("store/live.json") }
    var configuration: String { directory.path("ftd.conf") }
    var keyFile: String { directory.path("key") }

    func writeKey(_ key: String) throws { try TextFile.write(key + "\n", to: keyFile) }

    /// The environment of every program here; `extra` wins.
    func environment(_ extra: [String: String] = [:]) -> [String: String] {
        [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": directory.path("home"), "TZ": "UTC", "LANG": "C.UTF-8",
            "SWIFT_BACKTRACE": "enable=no", "FTD_CONFIG": configuration, "FTD_STORE": store,
        ].merging(extra) { _, extra in extra }
    }

    /// Writes a configuration that polls fast.
    ///
    /// - Parameters:
    ///   - baseURL: of the account `default`.
    ///   - api: further lines of its section.
    ///   - poll: lines of the section `[poll]`.
    ///   - sections: whole further sections.
    func configure(
        _ baseURL: String, api: [String] = [], poll: [String] = Place.fastPolling, sections: [String] = []
    ) throws {
        let lines =
            ["[api]", "base-url = \(baseURL)", "key-file = \(keyFile)"] + api + ["[poll]"] + poll + sections
        try TextFile.write(lines.joined(separator: "\n") + "\n", to: configuration)
    }

    static let fastPolling = [
        "active = 100ms", "idle = 100ms", "backoff-max = 200ms", "unauthorized = 200ms",
    ]

    /// Starts a program here.
    func start(
        _ name: String, _ arguments: [String] = [], environment extra: [String: String] = [:],
        input: String = "/dev/null"
    ) throws -> Program {
        try launch([try Binaries.path(name)] + arguments, environment: environment(extra), input: input)
    }

    /// Starts a program of the system, by its path.
    func launch(
        _ arguments: [String], environment: [String: String], input: String = "/dev/null"
    ) throws -> Program {
        let name = arguments.first?.split(separator: "/").last ?? ""
        return try programs.withLock { programs in
            let program = try Program(
                arguments, environment: environment, input: input, files: file("\(name)-\(programs.count + 1)"))
            programs.append(program)
            return program
        }
    }

    /// Starts the daemon and waits until it has polled well since.
    func startDaemon(_ environment: [String: String] = [:]) throws -> Program {
        let daemon = try start(Binaries.daemon, environment: environment)
        try wait(until: "ftd \(daemon.process) has polled\n\(daemon.errors)") {
            guard daemon.ending == nil else { throw Overdue(description: "ftd ended: \(daemon.errors)") }
            let live = liveState
            return live?["pid"]?.number?.integer == Int64(daemon.process)
                && live?["accounts"]?["default"]?["last_good_poll"]?.number != nil
        }
        return daemon
    }

    /// Runs `ftd --once`.
    @discardableResult
    func pollOnce(_ environment: [String: String] = [:]) throws -> Program {
        let daemon = try start(Binaries.daemon, ["--once"], environment: environment)
        try daemon.end(within: .seconds(70))
        return daemon
    }

    /// Runs `ftctl` to its end.
    func control(
        _ arguments: String..., environment: [String: String] = [:], input: String = "/dev/null"
    ) throws -> ControlResult {
        try control(arguments, environment: environment, input: input)
    }

    /// Runs `ftctl` to its end.
    func control(
        _ arguments: [String], environment: [String: String] = [:], input: String = "/dev/null"
    ) throws -> ControlResult {
        let program = try start(Binaries.control, arguments, environment: environment, input: input)
        let ending = try program.end(within: .seconds(60))
        return ControlResult(ending: ending, output: program.output, errors: program.errors)
    }

    /// Starts `ftctl` on a terminal.
    func terminal(
        _ arguments: String..., environment extra: [String: String] = [:], columns: Int = 80, lines: Int = 24
    ) throws -> TerminalProgram {
        try terminal(arguments, environment: extra, columns: columns, lines: lines)
    }

    /// Starts `ftctl` on a terminal.
    func terminal(
        _ arguments: [String], environment extra: [String: String] = [:], columns: Int = 80, lines: Int = 24
    ) throws -> TerminalProgram {
        try TerminalProgram(
            [try Binaries.path(Binaries.control)] + arguments,
            environment: environment(["TERM": "xterm-256color"].merging(extra) { $1 }), columns: columns, lines: lines)
    }

    /// Runs a shell command in which `$ftctl` is the program.
    func shell(_ command: String) throws -> ControlResult {
        let program = try launch(
            ["/bin/bash", "-c", command], environment: environment(["ftctl": try Binaries.path(Binaries.control)]))
        let ending = try program.end(within: .seconds(60))
        return ControlResult(ending: ending, output: program.output, errors: program.errors)
    }

    /// What `live.json` says now; nil while there is none.
    var liveState: JSONValue? { TextFile.bytes(live).flatMap { try? JSONValue.parse($0) } }

    /// Waits for a poll that began after this call: two good ones, since one may be under way.
    func waitForPoll() throws {
        func polls() -> Int64 { liveState?["accounts"]?["default"]?["polls"]?.number?.integer ?? 0 }
        let before = polls()
        try wait(until: "ftd has polled twice more") { polls() >= before + 2 }
    }

    /// Waits until every notice in the outbox is delivered and marked: a hook that is cut by a stop is called again.
    func waitForDeliveries() throws {
        try wait(until: "everything is delivered") {
            let deliveries = try StoreContents(self).deliveries
            return !deliveries.isEmpty && deliveries.allSatisfy { $0.state == "delivered" }
        }
    }

    /// All files here whose content holds the key, but the key file.
    func leaks(of secret: String = Place.key) -> [String] { leaks(of: Array(secret.utf8), in: directory.path) }

    private func leaks(of secret: [UInt8], in folder: String) -> [String] {
        TextFile.names(in: folder).flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0, path != keyFile else { return [] }
            if status.st_mode & S_IFMT == S_IFDIR { return leaks(of: secret, in: path) }
            guard status.st_mode & S_IFMT == S_IFREG, let bytes = TextFile.bytes(path) else { return [] }
            return bytes.holds(secret) ? [path] : []
        }
    }
}

/// How a run of `ftctl` came out.
struct ControlResult {
    let ending: Program.Ending
    let output: String
    let errors: String

    /// Nil when a signal ended it.
    var code: Int32? {
        if case .exited(let code) = ending { code } else { nil }
    }
}

extension [UInt8] {
    /// Whether the bytes occur somewhere in these.
    package func holds(_ part: [UInt8]) -> Bool {
        guard let first = part.first, count >= part.count else { return false }
        var start = startIndex
        while let place = self[start...].firstIndex(of: first), endIndex - place >= part.count {
            if self[place..<(place + part.count)].elementsEqual(part) { return true }
            start = place + 1
        }
        return false
    }
}
