/// Well-known names of columns.
package enum ShapeNames {
    /// What a row of chat training may have.
    package static let chatMembers = ["messages", "tools", "functions", "parallel_tool_calls"]

    /// What says where a row comes from, and nothing about what is asked.
    package static let bookkeeping: Set<String> = [
        "id", "_id", "idx", "index", "uuid", "source", "dataset", "meta", "metadata", "created", "created_at",
        "timestamp", "date", "category", "split", "language", "lang", "weight", "tags", "model", "user", "n", "seed",
        "temperature", "top_p", "max_tokens", "stop", "stream",
    ]

    static let questions = [
        "question", "q", "query", "prompt", "problem", "instruction", "input", "user", "human", "user_message",
        "frage", "pregunta", "domanda", "pergunta", "vraag",
    ]
    static let answers = [
        "answer", "a", "answers", "response", "output", "completion", "reply", "assistant", "solution",
        "correct_answer",
        "best_answer", "assistant_message", "antwort", "respuesta", "risposta", "resposta", "antwoord", "réponse",
    ]
    static let systems = ["system", "system_prompt", "system_message"]
    static let passages = ["context", "passage", "article", "paragraph"]
    static let choiceLists = ["choices", "options"]
    static let choiceKeys = [
        "answerkey", "answer_key", "answer", "correct", "correct_option", "correct_answer", "label",
        "target", "cop", "gold",
    ]

    /// A name without case, and with `_` for blanks and hyphens.
    static func folded(_ name: String) -> String {
        String(
            name.lowercased().drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed().map { character in
                character == " " || character == "-" ? "_" : character
            })
    }

    /// The columns that have one of the names.
    static func find(_ names: [String], among columns: [String]) -> [String] {
        let wanted = Set(names)
        return columns.filter { wanted.contains(folded($0)) }
    }

    /// The only column that has one of the names; nil when there is none, or another one.
    static func only(_ names: [String], among columns: [String]) -> String? {
        let found = find(names, among: columns)
        return found.count == 1 ? found.first : nil
    }
}
