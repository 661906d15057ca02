import BytePairEncoding
import Glibc
import Preparing
import TrainingCheck
import TrainingData

/// The check of training files beside checkers in Python, and by itself on a file of 512 MB.
enum CheckBenchmark {
    private static let peers = [
        ("orjson, the server's rules and the cookbook's", "check_orjson.py", ["orjson"]),
        ("the cookbook's notebook, without tokens", "check_cookbook.py", []),
    ]

    static func run(_ surroundings: Surroundings) throws {
        let small = try TrainingFileMaker.make("small", megabytes: 64, surroundings)
        try compareRules(small, surroundings)
        try compareTokens(small, surroundings)
        unlink(small.path)
        let few = try TrainingFileMaker.make("near", megabytes: 8, surroundings)
        try compareNear(few, surroundings)
        unlink(few.path)
        try measureLargest(surroundings)
    }

    /// What a child process does: checks a file and prints rows, errors, warnings and tokens.
    static func child(_ file: String, ranks: String, threads: Int) throws {
        var checker = Checker()
        checker.threads = threads
        switch ranks {
        case "none": break
        case "estimate": checker.counter = Estimator(.o200kBase).map(EstimatedTokenCounter.init)
        case _: checker.counter = ExactTokenCounter(try Vocabulary(.o200kBase, file: ranks))
        }
        let report = try checker.run(on: .file(file)).training
        print(report.rows, report.errors, report.warnings, report.tokens?.trained ?? 0)
    }

    private static func ours(
        _ name: String, _ file: String, _ ranks: String, _ threads: Int, _ surroundings: Surroundings
    )
        -> Measurement
    {
        Measurement(
            name: name, arguments: [surroundings.program("Benchmarks"), "check-file", file, ranks, "\(threads)"])
    }

    // MARK: Beside others

    private static func compareRules(_ file: MadeFile, _ surroundings: Surroundings) throws {
        var commands = [
            ours("check", file.path, "none", 0, surroundings),
            ours("check on one thread", file.path, "none", 1, surroundings),
        ]
        for (name, script, modules) in peers {
            guard modules.isEmpty || surroundings.has(modules) else {
                print("skipped: \(name): not installed for \(surroundings.python)")
                continue
            }
            commands.append(
                Measurement(name: name, arguments: [surroundings.python, surroundings.script(script), file.path]))
        }
        let figures = try Measurement.inTurn(commands, rounds: 3, environment: surroundings.environment)
        Measurement.report("check without tokens, \(file), medians of 3", commands, figures)
    }

    /// Near duplicates: everything else that the check does, too, is in our figure.
    private static func compareNear(_ file: MadeFile, _ surroundings: Surroundings) throws {
        var commands = [
            Measurement(
                name: "check with near duplicates",
                arguments: [surroundings.program("Benchmarks"), "near-file", file.path])
        ]
        for peer in ["rensa", "datasketch"] {
            guard surroundings.has(peer) else {
                print("skipped: \(peer) is not installed for \(surroundings.python)")
                continue
            }
            commands.append(
                Measurement(
                    name: "\(peer), 128 permutations",
                    arguments: [surroundings.python, surroundings.script("near_duplicates.py"), peer, file.path]))
        }
        let figures = try Measurement.inTurn(commands, rounds: 3, environment: surroundings.environment)
        Measurement.report("near duplicates, \(file), medians of 3", commands, figures)
    }

    /// What a child process does: checks a file with near duplicates and prints rows and warnings.
    static func childOfNear(_ file: String) throws {
        var checker = Checker()
        checker.nearDuplicates = NearDuplicates()
        let report = try checker.run(on: .file(file)).training
        print(report.rows, report.warnings)
    }

    private static func compareTokens(_ file: MadeFile, _ surroundings: Surroundings) throws {
        guard let ranks = surroundings.ranks else {
            return print("skipped: check with tokens: no rank files beside the checkout")
        }
        let vocabulary = "\(ranks)/o200k_base.tiktoken"
        var commands = [
            ours("check with exact tokens", file.path, vocabulary, 0, surroundings),
            ours("check with exact tokens on one thread", file.path, vocabulary, 1, surroundings),
            ours("check with estimated tokens", file.path, "estimate", 0, surroundings),
        ]
        if surroundings.has(["orjson", "tiktoken"]) {
            let scripts = [
                ("orjson and tiktoken", "check_orjson.py"),
                ("the cookbook's notebook, json and tiktoken", "check_cookbook.py"),
            ]
            for (name, script) in scripts {
                commands.append(
                    Measurement(
                        name: name,
                        arguments: [surroundings.python, surroundings.script(script), file.path, vocabulary]))
            }
        } else {
            print("skipped: tiktoken is not installed for \(surroundings.python)")
        }
        let figures = try Measurement.inTurn(commands, rounds: 3, environment: surroundings.environment)
        Measurement.report("check with tokens (o200k_base), \(file), medians of 3", commands, figures)
    }

    // MARK: The largest file that the server takes

    private static func measureLargest(_ surroundings: Surroundings) throws {
        let file = try TrainingFileMaker.make("large", megabytes: 512, surroundings)
        defer { unlink(file.path) }
        let few = try TrainingFileMaker.make("few", megabytes: 8, surroundings)
        defer { unlink(few.path) }
        let vocabulary = surroundings.ranks.map { "\($0)/o200k_base.tiktoken" } ?? "estimate"
        let commands = [
            ours("check", file.path, "none", 0, surroundings),
            ours(
                "check with tokens, \(vocabulary == "estimate" ? "estimated" : "exact")", file.path, vocabulary, 0,
                surroundings),
            ours("check of 8 MB", few.path, "none", 0, surroundings),
        ]
        let figures = try Measurement.inTurn(commands, rounds: 1, environment: surroundings.environment)
        Measurement.report("check of the largest file, \(file), one run", commands, figures)
        let bytes = (figures[0].memory - figures[2].memory) * 1e6 / Double(file.rows)
        print(
            "  \(Measurement.text(Double(file.bytes) / 1e6 / figures[0].wall, 0, 0)) MB/s without tokens, "
                + "\(Measurement.text(Double(file.bytes) / 1e6 / figures[1].wall, 0, 0)) MB/s with; "
                + "the index of duplicates takes \(Measurement.text(bytes, 0, 0)) bytes a row at its peak")
    }
}

/// A training file made for a benchmark.
struct MadeFile: CustomStringConvertible {
    let path: String
    let rows: Int
    let bytes: Int

    var description: String { "\(rows) rows, \(bytes / 1_000_000) MB" }
}

/// Makes training files of a given size out of question-answer rows, no two of them the same.
enum TrainingFileMaker {
    static func make(_ name: String, megabytes: Int, _ surroundings: Surroundings) throws -> MadeFile {
        let rows = try PrepareBenchmark.input(surroundings)
        let seed = "\(surroundings.scratch)/\(name).seed"
        _ = try Preparation(mapping: Preset.sciq.mapping).run(from: .file(rows), to: .file(seed))
        defer { unlink(seed) }
        let lines = try TokenCounting.lines(of: seed)
        let path = "\(surroundings.scratch)/\(name).jsonl"
        guard let file = fopen(path, "we") else { throw BenchmarkError("cannot write \(path)") }
        defer { fclose(file) }
        let mark = Array(#""user", "content": ""#.utf8)
        var (bytes, number) = (0, 0)
        while bytes < megabytes * 1_000_000 {
            let line = lines[number % lines.count]
            guard let place = line.indices.first(where: { line[$0...].starts(with: mark) }) else {
                throw BenchmarkError("a row without a question")
            }
            let row = line[..<(place + mark.count)] + Array("\(number): ".utf8) + line[(place + mark.count)...] + [0x0A]
            bytes += row.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
            number += 1
        }
        return MadeFile(path: path, rows: number, bytes: bytes)
    }
}
