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

    /// Loads the ranks and counts two words: what a short command pays for exact counts.
    static func load(_ path: String) throws {
        var encoder = Encoder(try Vocabulary(.o200kBase, file: path))
        print(encoder.count("hello world"))
    }

    /// System prompt, question and answer of each row that has a support, as the notebook writes them.
    static func contents(of rows: String) throws -> [[UInt8]] {
        let system = "Given a science question, provide the correct answer with a detailed explanation."
        var contents: [[UInt8]] = []
        for line in try lines(of: rows) {
            let row = try JSONValue.parse(line)
            guard let question = row["question"]?.string, let answer = row["correct_answer"]?.string,
                let support = row["support"]?.string, !support.isEmpty
            else { continue }
            contents.append(contentsOf: [system, question, "\(answer) Explanation: \(support)"].map { Array($0.utf8) })
        }
        return contents
    }

    /// The lines of a file, without their line feeds.
    static func lines(of path: String) throws -> [[UInt8]] {
        guard let file = fopen(path, "re") else { throw BenchmarkError("cannot read \(path)") }
        defer { fclose(file) }
        var lines: [[UInt8]] = []
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while case let length = getline(&line, &capacity, file), length > 0, let line {
            let bytes = UnsafeRawBufferPointer(start: line, count: length)
            lines.append(Array(bytes.last == 0x0A ? bytes.dropLast() : bytes[...]))
        }
        return lines
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
