import JSONText

/// The columns of a question and its answer, by well-known names.
struct AnswerColumns: Sendable, Equatable {
    let question: String
    let answer: String
    let system: String?

    /// Nil when there is none of either, or more than one.
    init?(_ row: JSONObject) {
        let columns = row.keys
        let questions = ShapeNames.find(ShapeNames.questions, among: columns)
        let answers = ShapeNames.find(ShapeNames.answers, among: columns)
        guard questions.count == 1, answers.count == 1, let question = questions.first, let answer = answers.first,
            let asked = row[question], asked.string != nil || asked.isNull, row[answer]?.answerTexts != nil
        else { return nil }
        self.question = question
        self.answer = answer
        system = ShapeNames.only(ShapeNames.systems, among: columns)
    }
}

/// The columns of a passage, a question about it and its answers.
struct PassageColumns: Sendable, Equatable {
    let passage: String
    let question: String
    let answers: String

    init?(_ row: JSONObject) {
        let columns = row.keys
        guard let passage = ShapeNames.only(ShapeNames.passages, among: columns),
            let question = ShapeNames.only(["question", "query", "q"], among: columns),
            let answers = ShapeNames.only(["answers", "answer"], among: columns),
            row[passage]?.string != nil, row[question]?.string != nil, row[answers]?.answerTexts != nil
        else { return nil }
        self.passage = passage
        self.question = question
        self.answers = answers
    }
}

/// The columns of a prompt and two answers to it.
struct PairColumns: Sendable, Equatable {
    let prompt: String
    let system: String?

    init?(_ row: JSONObject) {
        let columns = row.keys
        guard let prompt = ShapeNames.only(["prompt", "question", "instruction", "input", "query"], among: columns),
            let value = row[prompt], value.string != nil || value.isMessages
        else { return nil }
        self.prompt = prompt
        system = ShapeNames.only(ShapeNames.systems, among: columns)
    }
}

/// The columns of a question, its choices, and the right one.
struct ChoiceColumns: Sendable, Equatable {
    /// One choice.
    struct Choice: Sendable, Equatable {
        let label: String
        let text: String
    }

    let question: String
    let key: String
    /// The columns that hold the choices: one with all of them, or one for each.
    let columns: [String]
    let choices: [Choice]
    let answer: JSONValue

    init?(_ row: JSONObject) {
        let names = row.keys
        guard let question = ShapeNames.only(ShapeNames.questions + ["question_stem"], among: names),
            row[question]?.string != nil, let found = Self.choices(in: row, names), found.choices.count >= 2,
            let key = ShapeNames.only(ShapeNames.choiceKeys, among: names.filter { !found.columns.contains($0) }),
            let answer = row[key], answer.string != nil || answer.number?.integer != nil
        else { return nil }
        self.question = question
        self.key = key
        self.answer = answer
        (columns, choices) = found
    }

    /// The right choice; nil when the key names none, or counts in a way that is not known.
    func right(base: Int?) -> Choice? {
        if let text = answer.string {
            let wanted = text.filter { !$0.isWhitespace && $0 != "." && $0 != ")" && $0 != "(" }.uppercased()
            if let labelled = choices.first(where: { $0.label.uppercased() == wanted }) { return labelled }
            if let same = choices.first(where: { $0.text == text }) { return same }
        }
        guard let base, let place = number.map({ $0 - base }), choices.indices.contains(place) else { return nil }
        return choices[place]
    }

    /// The key where it is a number.
    var number: Int? {
        if let number = answer.number?.integer { return Int(exactly: number) }
        return answer.string.flatMap { Int($0) }
    }

    /// What the choices are counted from, where the keys tell: 0 or 1.
    static func base(of rows: [JSONObject]) -> Int? {
        let keys = rows.compactMap { ChoiceColumns($0) }.filter { $0.right(base: nil) == nil }
        if keys.contains(where: { $0.number == 0 }) { return 0 }
        return keys.contains { $0.number == $0.choices.count } ? 1 : nil
    }

    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)

    private static func choices(in row: JSONObject, _ names: [String]) -> (columns: [String], choices: [Choice])? {
        if let list = ShapeNames.only(ShapeNames.choiceLists, among: names), let value = row[list] {
            return choices(in: value).map { ([list], $0) }
        }
        for pattern in ["%", "option_%", "option%", "choice_%", "choice%", "op%", "answer_%"] {
            var found: (columns: [String], choices: [Choice]) = ([], [])
            for letter in letters {
                let name = pattern.replacing("%", with: letter.lowercased())
                guard let column = ShapeNames.only([name], among: names), let text = row[column]?.string else { break }
                found.columns.append(column)
                found.choices.append(Choice(label: letter, text: text))
            }
            if found.choices.count >= 3 { return found }
        }
        return nil
    }

    private static func choices(in value: JSONValue) -> [Choice]? {
        if let texts = value.texts { return texts.count > letters.count ? nil : labelled(texts) }
        if let texts = value["text"]?.texts {
            guard let labels = value["label"]?.texts else { return labelled(texts) }
            return labels.count == texts.count ? zip(labels, texts).map { Choice(label: $0, text: $1) } : nil
        }
        if let members = value.object?.members {
            let found = members.compactMap { member in member.value.string.map { Choice(label: member.key, text: $0) } }
            return found.count == members.count ? found : nil
        }
        guard let entries = value.array else { return nil }
        let found = entries.compactMap { entry -> Choice? in
            guard let label = entry["label"]?.string ?? entry["key"]?.string, let text = entry["text"]?.string else {
                return nil
            }
            return Choice(label: label, text: text)
        }
        return found.count == entries.count ? found : nil
    }

    private static func labelled(_ texts: [String]) -> [Choice] {
        zip(letters, texts).map { Choice(label: $0, text: $1) }
    }
}

extension JSONObject {
    /// The keys in their order, each once.
    var keys: [String] {
        var seen: Set<String> = []
        return members.map(\.key).filter { seen.insert($0).inserted }
    }
}

extension JSONValue {
    /// The texts of a list of texts.
    var texts: [String]? {
        guard let values = array else { return nil }
        let texts = values.compactMap(\.string)
        return texts.count == values.count ? texts : nil
    }

    /// The texts that an answer may be: one, a list, or a list under `text`; nil when it is nothing of that kind.
    var answerTexts: [String]? {
        switch self {
        case .string(let text): [text]
        case .number(let number): [number.text]
        case .bool(let bool): [bool ? "true" : "false"]
        case .null: []
        case .array: texts
        case .object: self["text"]?.answerTexts
        }
    }

    /// The text of a text, a number or a truth value; empty for `null`.
    var plainText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let bool): bool ? "true" : "false"
        case .null: ""
        case .array, .object: nil
        }
    }
}
