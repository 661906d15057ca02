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
        let figures = try Measurement.inTurn(commands, environment: surroundings.environment)
        Measurement.report("prepare, \(rows.split(separator: "/").last ?? ""), medians of 5", commands, figures)
        if peers[0].2 {
            let same =
                try FileDigest.of(path: output).sha256 == FileDigest.of(path: "\(output).prepare_pandas.py").sha256
            print("  output byte-identical to pandas + jsonlines: \(same ? "yes" : "NO")")
        }
    }

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
