import BytePairEncoding
import Glibc
import JSONText

/// Counts the tokens of the messages made from a file of question-answer rows, once, and says how long it took.
///
/// `python/count_tokens.py` runs this in turn with its peers, so that all see the same machine.
enum TokenCounting {
    /// Prints for each encoding: name, tokens, bytes, seconds to count, seconds to encode, seconds to load the ranks.
    ///
    /// The seconds are processor time of this thread. The first pass over the rows is not timed: peers warm up likewise.
    static func run(rows: String, ranks: String) throws {
        let contents = try contents(of: rows)
        let bytes = contents.reduce(0) { $0 + $1.count }
        for encoding in Encoding.all {
            let start = seconds()
            let vocabulary = try Vocabulary(encoding, file: "\(ranks)/\(encoding.rankFile.name)")
            let loaded = seconds()
            var encoder = Encoder(vocabulary)
            for content in contents { _ = encoder.count(content) }
            let warm = seconds()
            let tokens = contents.reduce(0) { $0 + encoder.count($1) }
            let counted = seconds()
            let ids = contents.reduce(0) { $0 + encoder.encode($1).count }
            let encoded = seconds()
            precondition(ids == tokens)
            print(encoding.name, tokens, bytes, counted - warm, encoded - counted, loaded - start)
        }
    }

    /// System prompt, question and answer of each row that has a support, as the notebook writes them.
    private static func contents(of rows: String) throws -> [[UInt8]] {
        let system = "Given a science question, provide the correct answer with a detailed explanation."
        guard let file = fopen(rows, "re") else { return [] }
        defer { fclose(file) }
        var contents: [[UInt8]] = []
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while case let length = getline(&line, &capacity, file), length > 0, let line {
            let row = try JSONValue.parse(Array(UnsafeRawBufferPointer(start: line, count: length)))
            guard let question = row["question"]?.string, let answer = row["correct_answer"]?.string,
                let support = row["support"]?.string, !support.isEmpty
            else { continue }
            contents.append(contentsOf: [system, question, "\(answer) Explanation: \(support)"].map { Array($0.utf8) })
        }
        return contents
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
