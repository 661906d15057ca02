import Evaluation
import Glibc
import JSONText
import Preparing
import Processes
import TrainingData

/// Scores of answers beside `rouge-score` and SQuAD's normalization in Python: speed, and the same numbers.
enum ScoreBenchmark {
    private static let rows = 10_000

    static func run(_ surroundings: Surroundings) throws {
        let path = try make(surroundings)
        defer { unlink(path) }
        var commands = [
            Measurement(
                name: "four scores of 10,000 answers",
                arguments: [surroundings.program("Benchmarks"), "score-file", path, "0"]),
            Measurement(
                name: "all scores with intervals by 1,000 resamples",
                arguments: [surroundings.program("Benchmarks"), "score-file", path, "1000"]),
        ]
        if surroundings.has("rouge_score") {
            commands.append(
                Measurement(
                    name: "rouge-score and SQuAD's normalization",
                    arguments: [surroundings.python, surroundings.script("score_answers.py"), path]))
        } else {
            print("skipped: rouge-score: not installed for \(surroundings.python)")
        }
        let figures = try Measurement.inTurn(commands, rounds: 3, environment: surroundings.environment)
        Measurement.report("scores of \(rows) answers, medians of 3", commands, figures)
        Measurement.reportProcessorTime(commands, figures)
        if commands.count > 2 { try compare(commands[0], commands[2], surroundings) }
    }

    /// What a child process does: prints the rows and the means of exact and normalized match, token F1 and ROUGE-L.
    static func child(_ path: String, resamples: Int) throws {
        var scorer = TextScorer()
        var columns: [[Double]] = [[], [], [], []]
        for line in try TokenCounting.lines(of: path) {
            let row = try JSONValue.parse(line)
            let scores = scorer.score(row["answer"]?.string ?? "", expected: row["expected"]?.string ?? "")
            columns[0].append(scores.exact)
            columns[1].append(scores.normalized)
            columns[2].append(scores.f1)
            columns[3].append(scores.rougeL)
        }
        let count = columns[0].count
        if resamples > 0 { _ = Bootstrap(resamples: resamples).means(columns) }
        let means = columns.map { Measurement.text($0.reduce(0, +) / Double(max(count, 1)), 12, 0) }
        print("\(count) \(means.joined(separator: " "))")
    }

    private static func compare(_ ours: Measurement, _ theirs: Measurement, _ surroundings: Surroundings) throws {
        let numbers = try [ours, theirs].map { command -> [Double] in
            let result = ChildProcess.run(
                ChildCommand(
                    arguments: command.arguments, environment: surroundings.environment, timeout: .seconds(300)))
            guard result.ending == .exited(0) else { throw BenchmarkError("\(command.name): \(result.ending)") }
            return result.standardOutput.text.split { $0 == " " || $0 == "\n" }.compactMap { Double($0) }
        }
        let isSame = numbers[0].count == 5 && zip(numbers[0], numbers[1]).allSatisfy { abs($0 - $1) < 1e-6 }
        print("  \(isSame ? "the same numbers to 1e-6" : "OTHER NUMBERS"): \(numbers[0]) and \(numbers[1])")
        guard isSame else { throw BenchmarkError("scores differ from rouge-score's or SQuAD's") }
    }

    /// Answers made of the reference set's explanations: each with words dropped, doubled and put elsewhere.
    private static func make(_ surroundings: Surroundings) throws -> String {
        let source = try PrepareBenchmark.input(surroundings)
        let texts = try TokenCounting.lines(of: source).compactMap { try JSONValue.parse($0)["support"]?.string }
            .filter { !$0.isEmpty }
        guard !texts.isEmpty else { throw BenchmarkError("no texts in \(source)") }
        let path = "\(surroundings.scratch)/answers.jsonl"
        guard let file = fopen(path, "we") else { throw BenchmarkError("cannot write \(path)") }
        defer { fclose(file) }
        var state: UInt64 = 1
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(count, 1)
        }
        for number in 0..<rows {
            let expected = texts[number % texts.count]
            var words = expected.split(separator: " ").map(String.init)
            for _ in 0..<random(words.count + 1) {
                switch random(4) {
                case 0: words.remove(at: random(words.count))
                case 1: words.insert("naïve—the", at: random(words.count))
                case 2: words.swapAt(random(words.count), random(words.count))
                case _: words[random(words.count)] += ","
                }
                if words.isEmpty { words = ["Ω"] }
            }
            let row: JSONObject = ["answer": .string(words.joined(separator: " ")), "expected": .string(expected)]
            let line = JSONWriter.bytes(.object(row)) + [0x0A]
            _ = line.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        }
        return path
    }
}
