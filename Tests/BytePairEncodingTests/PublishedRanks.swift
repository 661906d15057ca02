import BytePairEncoding
import JSONText
import TestSupport
import Testing

/// The published rank files, read once, and what was encoded with them elsewhere; all of it lies beside the checkout.
enum PublishedRanks {
    /// Whether they are there; prints that tests are skipped where they are not.
    static let areThere: Bool = {
        let areThere = SharedData.has("tokenizers/o200k_base.tiktoken") && SharedData.has("sciq/train_shape.jsonl")
        if !areThere { print("skipped: tests with the published rank files, which are not beside the checkout") }
        return areThere
    }()

    static let whyNot: Comment = "the published rank files are not beside the checkout"

    private static let o200kBase = Result { try load(.o200kBase) }
    private static let cl100kBase = Result { try load(.cl100kBase) }

    private static func load(_ encoding: Encoding) throws -> Vocabulary {
        try Vocabulary(encoding, file: "\(SharedData.path)/tokenizers/\(encoding.rankFile.name)")
    }

    static func vocabulary(_ encoding: Encoding) throws -> Vocabulary {
        try encoding == .o200kBase ? o200kBase.get() : cl100kBase.get()
    }

    /// Each line of a file of JSON lines below the shared folder.
    static func lines(of name: String) throws -> [JSONValue] {
        let bytes = try #require(SharedData.bytes(name))
        return try bytes.split(separator: 0x0A).map { try JSONValue.parse(Array($0)) }
    }

    /// What the messages of the training examples of a row file say: system prompt, question, answer with its support.
    static func contents(of name: String) throws -> [String] {
        let system = "Given a science question, provide the correct answer with a detailed explanation."
        return try lines(of: name).flatMap { row -> [String] in
            guard let question = row["question"]?.string, let answer = row["correct_answer"]?.string,
                let support = row["support"]?.string, !support.isEmpty
            else { return [] }
            return [system, question, "\(answer) Explanation: \(support)"]
        }
    }
}
