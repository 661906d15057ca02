import HTTPServer
import JSONText

/// Finds the training row whose question is nearest to a prompt.
///
/// It keeps hashes of the questions' words and the rows' places, not the texts.
struct AnswerIndex {
    /// Rows beyond this are not looked at.
    static let greatestRowCount = 100_000

    /// What a row's assistant says.
    struct Answer {
        /// Nil beside calls that say nothing.
        var text: String?
        var calls: [(name: String, arguments: String)] = []
    }

    private struct Row {
        let place: Range<Int>
        let question: UInt64
        /// Sorted, each once.
        let words: [UInt32]
    }

    private var rows: [Row] = []

    /// Reads all questions of a training file.
    init(_ content: ServerBody) {
        var offset = 0
        content.forEachLine { line in
            defer { offset += line.count + 1 }
            if let question = Self.question(Self.messages(Array(line))) {
                rows.append(
                    Row(
                        place: offset..<(offset + line.count), question: Self.hash(Self.normalized(question).utf8),
                        words: Self.words(question)))
            }
            return rows.count < Self.greatestRowCount
        }
    }

    /// The answer of the row with the same question, else of the one that shares most words; the first of equals.
    ///
    /// Nil only when the file had no row.
    ///
    /// - Parameters:
    ///   - answersCall: whether a tool has answered: then what the assistant says after that.
    ///   - mayCall: whether the assistant may call tools; otherwise it says what it says at last.
    func answer(
        to prompt: String, in content: ServerBody, after answersCall: Bool = false, mayCall: Bool = false
    ) -> Answer? {
        let hash = Self.hash(Self.normalized(prompt).utf8)
        let words = Self.words(prompt)
        var best: (row: Row, score: Double)?
        for row in rows {
            let score = row.question == hash ? 2 : Self.likeness(words, row.words)
            if score > best?.score ?? -1 { best = (row, score) }
            if score == 2 { break }
        }
        guard let place = best?.row.place else { return nil }
        let messages = Self.messages(content.read(at: place.lowerBound, count: place.count))
        let last = messages.last { $0["role"]?.string == "assistant" }
        guard mayCall else { return last.map { Answer(text: $0.messageText ?? "") } }
        let turn = answersCall ? "tool" : "user"
        guard let asked = messages.lastIndex(where: { $0["role"]?.string == turn }),
            let answer = messages[asked...].first(where: { $0["role"]?.string == "assistant" })
        else { return last.map { Answer(text: $0.messageText ?? "") } }
        let calls = (answer["tool_calls"]?.array ?? []).compactMap { call -> (name: String, arguments: String)? in
            guard let name = call["function"]?["name"]?.string else { return nil }
            return (name, call["function"]?["arguments"]?.string ?? "{}")
        }
        return Answer(text: answer.messageText ?? (calls.isEmpty ? "" : nil), calls: calls)
    }

    /// A row's conversation up to its answer.
    private static func messages(_ line: [UInt8]) -> [JSONValue] {
        guard let row = try? JSONValue.parse(line) else { return [] }
        guard let input = row["input"]?["messages"]?.array else { return row["messages"]?.array ?? [] }
        return input + (row["preferred_output"]?.array ?? [])
    }

    /// The last user message of a conversation that has an answer.
    private static func question(_ messages: [JSONValue]) -> String? {
        guard messages.contains(where: { $0["role"]?.string == "assistant" }) else { return nil }
        return messages.last { $0["role"]?.string == "user" }?.messageText
    }

    private static func normalized(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func words(_ text: String) -> [UInt32] {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        return Set(words.map { UInt32(truncatingIfNeeded: hash($0.utf8)) }).sorted()
    }

    /// FNV-1a: the same in every process, unlike Swift's own hashes.
    private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// Shared words over all words (Jaccard), from 0 to 1.
    private static func likeness(_ left: [UInt32], _ right: [UInt32]) -> Double {
        var (i, j, shared) = (0, 0, 0)
        while i < left.count, j < right.count {
            if left[i] == right[j] {
                (i, j, shared) = (i + 1, j + 1, shared + 1)
            } else if left[i] < right[j] {
                i += 1
            } else {
                j += 1
            }
        }
        let all = left.count + right.count - shared
        return all == 0 ? 0 : Double(shared) / Double(all)
    }
}

extension JSONValue {
    /// The text of a message: its string, or its text parts one after the other.
    var messageText: String? {
        switch self["content"] {
        case .string(let text): text
        case .array(let parts): parts.compactMap { $0["text"]?.string }.joined()
        case .null, .bool, .number, .object, nil: nil
        }
    }
}
