import BytePairEncoding
import Dispatch
import Glibc
import Processes

/// Counting tokens: one thread beside tiktoken and rs-bpe, two threads beside one, the start, and the estimate's error.
enum TokenBenchmark {
    static func run(_ surroundings: Surroundings) throws {
        guard let ranks = surroundings.ranks else {
            return print("skipped: tokens: no rank files beside the checkout")
        }
        let rows = try PrepareBenchmark.input(surroundings)
        try comparePeers(rows, ranks, surroundings)
        try compareThreads(rows, ranks)
        try measureStart(ranks, surroundings)
        try compareEstimate(rows, ranks)
    }

    private static func comparePeers(_ rows: String, _ ranks: String, _ surroundings: Surroundings) throws {
        guard surroundings.has("tiktoken", "rs_bpe") else {
            return print("skipped: tiktoken and rs-bpe are not installed for \(surroundings.python)")
        }
        let result = ChildProcess.run(
            ChildCommand(
                arguments: [
                    surroundings.python, surroundings.script("count_tokens.py"), "--rows", rows, "--ranks", ranks,
                    "--ours", "\(surroundings.program("Benchmarks")) count",
                ],
                environment: surroundings.environment, timeout: .seconds(600), outputLimit: 1 << 20))
        guard result.ending == .exited(0) else {
            throw BenchmarkError("count_tokens.py: \(result.ending), \(result.standardError.text)")
        }
        print("\ncounting tokens, processor time of one thread\n\(result.standardOutput.text)")
    }

    // MARK: Threads

    /// The same texts ten times by one thread, and by two at once, each with an encoder of its own.
    private static func compareThreads(_ rows: String, _ ranks: String) throws {
        let contents = try TokenCounting.contents(of: rows)
        let megabytes = Double(contents.reduce(0) { $0 + $1.count }) * 10 / 1e6
        let vocabulary = try Vocabulary(.o200kBase, file: "\(ranks)/\(Encoding.o200kBase.rankFile.name)")
        @Sendable func count() {
            var encoder = Encoder(vocabulary)
            for _ in 0..<10 { for content in contents { _ = encoder.count(content) } }
        }
        var best = [1: Double.infinity, 2: .infinity]
        for _ in 0..<5 {
            for threads in [1, 2] {
                let start = seconds()
                DispatchQueue.concurrentPerform(iterations: threads) { _ in count() }
                best[threads] = min(best[threads] ?? .infinity, seconds() - start)
            }
        }
        let one = megabytes / (best[1] ?? 1)
        let two = 2 * megabytes / (best[2] ?? 1)
        print(
            "o200k_base on the wall clock, best of 5: \(Measurement.text(one, 0, 0)) MB/s on one thread, "
                + "\(Measurement.text(two, 0, 0)) MB/s on two (\(Measurement.text(two / one, 2, 0))x)")
    }

    // MARK: Start

    private static func measureStart(_ ranks: String, _ surroundings: Surroundings) throws {
        let file = "\(ranks)/\(Encoding.o200kBase.rankFile.name)"
        var commands = [
            Measurement(
                name: "start, load o200k_base, count two words",
                arguments: [surroundings.program("Benchmarks"), "load", file])
        ]
        if surroundings.has("tiktoken") {
            commands.append(
                Measurement(
                    name: "tiktoken: the same",
                    arguments: [surroundings.python, surroundings.script("count_words.py"), file]))
        }
        let figures = try Measurement.inTurn(commands, rounds: 9, environment: surroundings.environment)
        Measurement.report("from start to the first count, medians of 9", commands, figures)
    }

    // MARK: The estimate

    private static func compareEstimate(_ rows: String, _ ranks: String) throws {
        let contents = try TokenCounting.contents(of: rows)
        print("\nthe estimate without rank files, \(contents.count) texts")
        for encoding in Encoding.all {
            guard let estimator = Estimator(encoding) else { continue }
            var encoder = Encoder(try Vocabulary(encoding, file: "\(ranks)/\(encoding.rankFile.name)"))
            var (exact, estimated, bytes, error) = (0.0, 0.0, 0.0, 0.0)
            for content in contents {
                let tokens = Double(encoder.count(content))
                let guess = content.withUnsafeBufferPointer { estimator.estimate($0) }
                exact += tokens
                estimated += guess
                bytes += Double(content.count)
                error += abs(guess - tokens) / max(tokens, 1)
            }
            let total = 100 * (estimated / exact - 1)
            let quarter = 100 * (bytes / 4 / exact - 1)
            print(
                "  \(encoding.name): \(percent(total)) in total, \(percent(100 * error / Double(contents.count))) for a "
                    + "text on average; bytes / 4: \(percent(quarter)) in total")
        }
    }

    private static func percent(_ value: Double) -> String {
        (value < 0 ? "-" : "") + Measurement.text(abs(value), 1, 0) + " %"
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
