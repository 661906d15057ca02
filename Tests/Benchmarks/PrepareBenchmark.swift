import Digest
import Files
import Glibc

/// `ftctl prepare` beside what people write in a notebook.
enum PrepareBenchmark {
    static func run(_ surroundings: Surroundings) throws {
        let rows = try input(surroundings)
        let output = "\(surroundings.scratch)/train.jsonl"
        var commands = [
            Measurement(
                name: "ftctl prepare --preset sciq",
                arguments: [surroundings.program("ftctl"), "prepare", rows, "--preset", "sciq", "-o", output])
        ]
        let peers = [
            ("pandas + jsonlines", "prepare_pandas.py", surroundings.has("pandas", "jsonlines")),
            ("orjson (compact separators)", "prepare_orjson.py", surroundings.has("orjson")),
            ("DuckDB (compact separators)", "prepare_duckdb.py", surroundings.has("duckdb")),
            ("Polars (compact separators)", "prepare_polars.py", surroundings.has("polars")),
        ]
        for (name, script, isThere) in peers {
            guard isThere else {
                print("skipped: \(name) is not installed for \(surroundings.python)")
                continue
            }
            commands.append(
                Measurement(
                    name: name,
                    arguments: [surroundings.python, surroundings.script(script), rows, "\(output).\(script)"]))
        }
        commands.append(
            Measurement(
                name: "jq (compact separators)",
                arguments: ["/bin/sh", "-c", "jq -c \"$0\" < \"$1\" > \"$2\"", Self.program, rows, "\(output).jq"]))
        let figures = try Measurement.inTurn(commands, environment: surroundings.environment)
        Measurement.report("prepare, \(rows.split(separator: "/").last ?? ""), medians of 5", commands, figures)
        if peers[0].2 {
            let same =
                try FileDigest.of(path: output).sha256 == FileDigest.of(path: "\(output).prepare_pandas.py").sha256
            print("  output byte-identical to pandas + jsonlines: \(same ? "yes" : "NO")")
        }
    }

    /// What people write for `jq`.
    private static let program = """
        select(.support != "" and .correct_answer != "") | {messages: [
            {role: "system",
             content: "Given a science question, provide the correct answer with a detailed explanation."},
            {role: "user", content: .question},
            {role: "assistant", content: (.correct_answer + " Explanation: " + .support)}]}
        """

    /// The full-size set beside the checkout, or rows of its shape.
    static func input(_ surroundings: Surroundings) throws -> String {
        let shared = "\(surroundings.checkout)/../shared/data/sciq/train_shape.jsonl"
        if access(shared, R_OK) == 0 { return shared }
        print("skipped: no SciQ rows beside the checkout; made-up rows of the same shape take their place")
        let path = "\(surroundings.scratch)/rows.jsonl"
        try WholeFile.replace(path, with: rows(11_679), mode: 0o600, durability: .process)
        return path
    }

    /// Made-up rows of the set's shape.
    static func rows(_ count: Int) -> [UInt8] {
        var text = ""
        let sentence = "Water that freezes builds an open lattice, which takes more room for the same mass. "
        for number in 0..<count {
            let support = number % 10 == 0 ? "" : String(repeating: sentence, count: 1 + number % 9)
            text += """
                {"question": "Which property of ice number \(number) makes it float?", "distractor3": "colour", \
                "distractor1": "age", "distractor2": "taste", "correct_answer": "density", "support": "\(support)"}

                """
        }
        return Array(text.utf8)
    }
}
