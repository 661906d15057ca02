package import JSONText
import Text

/// How rows of one shape become examples, as far as the first of them tell.
package struct ShapePlan: Sendable, Equatable {
    package let shape: RowShape
    /// What the choices of a question are counted from.
    let choiceBase: Int?
    /// What ends every prompt and is no part of it: ` ->`.
    let separator: String
    /// What ends every completion and is no part of it: ` END`.
    let stop: String

    /// Separators and stops that OpenAI's guide to prompt and completion pairs recommended.
    private static let separators = ["\n\n###\n\n", "\n\n===\n\n", " ->", "->", "\n\nAnswer:", "\nAnswer:"]
    private static let stops = ["<|endoftext|>", "###", "END", "</s>"]

    /// Looks at the first rows.
    package init(_ shape: RowShape, rows: [JSONObject]) {
        self.shape = shape
        choiceBase = ChoiceColumns.base(of: rows)
        func common(_ endings: [String], _ column: String) -> String {
            let texts = rows.compactMap { $0[column]?.string?.trimmed }
            guard !texts.isEmpty else { return "" }
            return endings.first { ending in texts.allSatisfy { $0.hasSuffix(ending.trimmed) } } ?? ""
        }
        separator = shape == .promptCompletion ? common(Self.separators, "prompt") : ""
        stop = shape == .promptCompletion ? common(Self.stops, "completion") : ""
    }

    /// What a row says.
    func read(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        switch shape {
        case .messages, .responses: try messages(row, in: "messages")
        case .messagesText: try messagesText(row)
        case .otherMessages: try otherMessages(row)
        case .shareGPT: try shareGPT(row)
        case .alpaca: try alpaca(row)
        case .promptCompletion: try promptCompletion(row)
        case .questionAnswer: try questionAnswer(row)
        case .squad: try squad(row)
        case .multipleChoice: try multipleChoice(row)
        case .trlPreference: try trlPair(row)
        case .preference: try pair(row)
        case .reinforcement: try reinforcement(row)
        case .glaive: try glaive(row)
        case .batch: try batch(row)
        case .completions: try completion(row)
        case .logs: try log(row)
        }
    }

    /// Shape and mapping in one line: `ShareGPT rows: from → role`.
    package func sentence(of row: JSONObject?) -> String {
        let row = row ?? JSONObject()
        return "\(shape.label)\(shape == .messagesText || shape == .otherMessages ? "" : " rows"): \(words(row))"
    }

    private func words(_ row: JSONObject) -> String {
        func name(_ column: String) -> String { column.printable(limit: 60) }
        func list(_ columns: [String]) -> String {
            columns.filter { row[$0].map { !$0.isNull } ?? false }.map(name).joined(separator: ", ")
        }
        switch shape {
        case .messages: return Self.hasOtherRoles(row) ? "other names of roles → role" : "taken over"
        case .responses: return "input_text, output_text → text; input_image → image_url"
        case .messagesText, .otherMessages:
            return "\(messagesColumn(row).map(name) ?? "the column") → messages"
        case .shareGPT: return "from → role"
        case .alpaca:
            return "\(list(["system", "history", "instruction", "input"])) → prompt, "
                + "\(row["output"] == nil ? "response" : "output") → assistant"
        case .promptCompletion:
            let cut = [separator, stop].filter { !$0.isEmpty }.map { "\"\($0.trimmed.printable)\"" }
            return "prompt → user, completion → assistant"
                + (cut.isEmpty ? "" : "; without \(cut.joined(separator: " and ")) at the end")
        case .questionAnswer:
            guard let columns = AnswerColumns(row) else { return "question → user, answer → assistant" }
            return (columns.system.map { "\(name($0)) → system, " } ?? "")
                + "\(name(columns.question)) → user, \(name(columns.answer)) → assistant"
        case .squad:
            guard let columns = PassageColumns(row) else { return "context, question → user; answers → assistant" }
            return
                "\(name(columns.passage)), \(name(columns.question)) → user; first of \(name(columns.answers)) → assistant"
        case .multipleChoice:
            guard let columns = ChoiceColumns(row) else { return "question and choices → user, right one → assistant" }
            return "\(name(columns.question)) with \(columns.columns.map(name).joined(separator: ", ")) → user, "
                + "choice named by \(name(columns.key)) → assistant"
        case .trlPreference: return "chosen → preferred_output, rejected → non_preferred_output"
        case .preference, .reinforcement: return "taken over"
        case .glaive: return "function calls and their results → tool_calls and tool messages"
        case .batch: return "body → example"
        case .completions: return "messages that were sent, and the first choice → assistant"
        case .logs:
            guard let columns = LoggedRequest(row)?.columns else { return "request and response → example" }
            return "\(name(columns[0])) → messages, \(name(columns[1])) → assistant"
        }
    }

    /// Whether a row's messages have roles by other names than OpenAI's.
    private static func hasOtherRoles(_ row: JSONObject) -> Bool {
        (row["messages"]?.array ?? []).contains { message in
            guard let name = message["role"]?.string, name != "function" else { return false }
            return MessageSpeaker(name: name).role != name
        }
    }

    /// Whether the sentence says nothing that the number of conversations taken over does not say.
    package func isPlain(for row: JSONObject?) -> Bool {
        shape == .messages && !Self.hasOtherRoles(row ?? JSONObject())
    }
}
