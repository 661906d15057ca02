import Files
import Glibc
import Processes

/// Counts the instructions of seven commands and compares them with a table that is kept beside this file.
///
/// A count does not depend on what else the machine does. Only what our own program executes is counted, the Swift runtime
/// in it included: the loader and the system's libraries differ from one machine to the next.
enum InstructionGuard {
    /// How much more a command may take before that is a finding.
    private static let tolerance = 0.05

    private struct Command {
        let name: String
        let arguments: [String]
        /// The exit codes of a run that did its work.
        var codes: Set<Int32> = [0]
    }

    /// - Parameter writes: whether the table is written anew instead of compared with.
    /// - Returns: whether no command takes more than it may.
    static func run(_ surroundings: Surroundings, writes: Bool) throws -> Bool {
        let path = "\(surroundings.checkout)/Tests/Benchmarks/instructions.txt"
        let compiler = compiler(surroundings)
        let table = try Table(path)
        guard writes || table.compiler == compiler else {
            print("skipped: the table was made by \"\(table.compiler)\", and this is \"\(compiler)\"")
            return true
        }
        var counts: [(name: String, count: Int)] = []
        for command in try commands(surroundings) {
            counts.append((command.name, try count(command, surroundings)))
        }
        if writes {
            try Table.write(counts, by: compiler, to: path)
            return true
        }
        print("\ninstructions, in millions: now, in the table, and the change")
        var isGood = true
        for (name, count) in counts {
            guard let before = table.counts[name] else {
                print("  \(millions(count))          -  \(name): not in the table")
                isGood = false
                continue
            }
            let change = Double(count) / Double(before) - 1
            let verdict =
                change > tolerance ? "  MORE" : change < -tolerance ? "  less: the table may be written anew" : ""
            print(
                "  \(millions(count)) \(millions(before)) \(Measurement.text(change * 100, 1, 7)) %  \(name)\(verdict)")
            if change > tolerance { isGood = false }
        }
        return isGood
    }

    private static func millions(_ count: Int) -> String { Measurement.text(Double(count) / 1e6, 2, 10) }

    private static func commands(_ surroundings: Surroundings) throws -> [Command] {
        let ftctl = surroundings.program("ftctl")
        let store = "\(surroundings.scratch)/instructions.db"
        let rows = "\(surroundings.scratch)/instructions-rows.jsonl"
        let training = "\(surroundings.scratch)/instructions-train.jsonl"
        try ListBenchmark.fill(store, 10_000)
        try WholeFile.replace(rows, with: PrepareBenchmark.rows(2_000), mode: 0o600, durability: .process)
        let list = [ftctl, "--store", store, "list"]
        return [
            Command(name: "ftctl --version", arguments: [ftctl, "--version"]),
            Command(name: "ftctl list -n 20", arguments: list + ["-n", "20"]),
            Command(name: "ftctl list --all", arguments: list + ["--all"]),
            Command(name: "ftctl list --all -o jsonl", arguments: list + ["--all", "-o", "jsonl"]),
            // No daemon runs, which it says by its code.
            Command(name: "ftctl status", arguments: [ftctl, "--store", store, "status"], codes: [1]),
            Command(
                name: "ftctl prepare",
                arguments: [ftctl, "prepare", rows, "--preset", "sciq", "-o", training]),
            Command(name: "ftctl check", arguments: [ftctl, "check", training], codes: [0, 1]),
        ]
    }

    private static func count(_ command: Command, _ surroundings: Surroundings) throws -> Int {
        let output = "\(surroundings.scratch)/callgrind.out"
        defer { unlink(output) }
        var environment = surroundings.environment
        // Sets and dictionaries in the same order each time.
        environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
        environment["TZ"] = "UTC"
        let result = ChildProcess.run(
            ChildCommand(
                arguments: ["/usr/bin/valgrind", "--tool=callgrind", "--callgrind-out-file=\(output)"]
                    + command.arguments,
                environment: environment, timeout: .seconds(600), outputLimit: 1 << 16))
        guard case .exited(let code) = result.ending, command.codes.contains(code) else {
            throw BenchmarkError("\(command.name) under valgrind: \(result.ending), \(result.standardError.text)")
        }
        let text = try WholeFile.read(output, greatestSize: 1 << 28) ?? []
        let count = CallgrindFile.cost(of: command.arguments[0], in: text)
        guard count > 0 else { throw BenchmarkError("\(command.name): callgrind counted nothing") }
        return count
    }

    /// The first line that the compiler says of itself, and the processor: another one makes other instructions.
    private static func compiler(_ surroundings: Surroundings) -> String {
        var environment = surroundings.environment
        environment["PATH"] = getenv("PATH").map { String(cString: $0) }
        let result = ChildProcess.run(
            ChildCommand(
                arguments: ["/bin/sh", "-c", "swift --version 2> /dev/null | head -n 1; uname -m"],
                environment: environment, timeout: .seconds(60)))
        return result.standardOutput.text.split(separator: "\n").joined(separator: ", ")
    }

    /// The kept counts: `# compiler`, then a count and a name a line.
    private struct Table {
        var compiler = ""
        var counts: [String: Int] = [:]

        init(_ path: String) throws {
            let text = String(decoding: try WholeFile.read(path) ?? [], as: UTF8.self)
            for line in text.split(separator: "\n") {
                if line.hasPrefix("# ") {
                    compiler = String(line.dropFirst(2))
                } else if let blank = line.firstIndex(of: " "), let count = Int(line[..<blank]) {
                    counts[String(line[line.index(after: blank)...])] = count
                }
            }
        }

        static func write(_ counts: [(name: String, count: Int)], by compiler: String, to path: String) throws {
            let lines = ["# \(compiler)"] + counts.map { "\($0.count) \($0.name)" }
            try WholeFile.replace(
                path, with: Array((lines.joined(separator: "\n") + "\n").utf8), mode: 0o644, durability: .process)
        }
    }
}

/// A file that callgrind wrote (its manual, section 8.2).
private enum CallgrindFile {
    /// What the functions of one program or library cost themselves.
    static func cost(of program: String, in text: [UInt8]) -> Int {
        var names: [Substring: Substring] = [:]
        var isCounted = false
        var total = 0
        var isCall = false
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("ob=") || line.hasPrefix("cob=") {
                // `(3) /usr/bin/program` the first time, `(3)` from then on.
                let words = line.drop { $0 != "=" }.dropFirst().split(separator: " ", maxSplits: 1)
                guard let number = words.first else { continue }
                if words.count == 2 { names[number] = words[1] }
                if line.hasPrefix("ob=") { isCounted = names[number].map { $0 == program } ?? false }
            } else if line.hasPrefix("calls=") {
                // The next line is what the called function cost, which is counted there.
                isCall = true
            } else if let first = line.utf8.first, "0123456789+-*".utf8.contains(first) {
                if isCounted, !isCall { total += line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }
                isCall = false
            }
        }
        return total
    }
}
