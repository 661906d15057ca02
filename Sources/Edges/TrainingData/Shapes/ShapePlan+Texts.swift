import JSONText
import Text

extension ShapePlan {
    func alpaca(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        let answer = row["output"] == nil ? "response" : "output"
        let instruction = try text("instruction", in: row)
        // Dolly calls its input the context.
        let input = row["input"] == nil ? "context" : "input"
        let further = try optionalText(input, in: row)
        var messages = try opening(["system"], in: row)
        var used: Set<String> = ["instruction", input, "system", "history", answer]
        if let history = row["history"], !history.isNull {
            guard let turns = history.parsedText.array else {
                throw .misfit("column \"history\" to be a list of pairs")
            }
            for turn in turns {
                guard let pair = turn.texts, pair.count == 2 else {
                    throw .misfit("every entry of column \"history\" to be a question and an answer")
                }
                messages += [.message("user", pair[0]), .message("assistant", pair[1])]
            }
        }
        let asked = [instruction, further].filter { !$0.isBlankText }.joined(separator: "\n\n")
        used = used.filter { row[$0] != nil }
        return ShapedRow(
            content: .chat(try messages + exchange(asked, try text(answer, in: row))), used: used)
    }

    func promptCompletion(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        let used: Set<String> = ["prompt", "completion"]
        if let prompt = row["prompt"], prompt.isMessages, let completion = row["completion"], completion.isMessages {
            var found = try conversation((prompt.array ?? []) + (completion.array ?? []), in: row, column: "prompt")
            found.used.formUnion(used)
            return found
        }
        let asked = cut(separator, from: try text("prompt", in: row)).trimmed
        let answer = cut(stop, from: try text("completion", in: row)).trimmed
        return ShapedRow(
            content: .chat(try opening(ShapeNames.systems, in: row) + exchange(asked, answer)),
            used: used.union(ShapeNames.find(ShapeNames.systems, among: row.keys)))
    }

    func questionAnswer(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let columns = AnswerColumns(row) else {
            throw .misfit("one column with a question and one with its answer")
        }
        let asked = try text(columns.question, in: row)
        let messages = try opening(ShapeNames.systems, in: row) + exchange(asked, answer(columns.answer, in: row))
        return ShapedRow(
            content: .chat(messages), used: Set([columns.question, columns.answer, columns.system].compactMap(\.self)))
    }

    func squad(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let columns = PassageColumns(row) else {
            throw .misfit("columns \"context\", \"question\" and \"answers\"")
        }
        let parts = [try text(columns.passage, in: row), try text(columns.question, in: row)]
        let asked = parts.filter { !$0.isBlankText }.joined(separator: "\n\n")
        let messages = try opening(ShapeNames.systems, in: row) + exchange(asked, answer(columns.answers, in: row))
        return ShapedRow(
            content: .chat(messages),
            used: Set(
                [columns.passage, columns.question, columns.answers]
                    + ShapeNames.find(ShapeNames.systems, among: row.keys)))
    }

    func multipleChoice(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let columns = ChoiceColumns(row) else {
            throw .misfit("a question, its choices, and a column that names the right one")
        }
        guard let right = columns.right(base: choiceBase) else {
            if let number = columns.number, columns.choices.indices.contains(number), choiceBase == nil {
                throw .misfit(
                    "a choice of every row to be counted from 0 or from 1, and none of the first rows tells which")
            }
            // An unlabelled row, as the test splits of public sets have them.
            if columns.number == -1 || columns.answer.string?.isBlankText == true { throw .drop(.emptyAnswer) }
            throw .misfit("column \(shownName(columns.key)) to name one of the choices")
        }
        let listed = columns.choices.map { "\($0.label). \($0.text)" }.joined(separator: "\n")
        let asked = "\(try text(columns.question, in: row))\n\n\(listed)"
        let messages = try opening(ShapeNames.systems, in: row) + exchange(asked, "\(right.label). \(right.text)")
        return ShapedRow(
            content: .chat(messages),
            used: Set(
                [columns.question, columns.key] + columns.columns + ShapeNames.find(ShapeNames.systems, among: row.keys)
            ))
    }

    // MARK: Columns

    /// The text of a column.
    func text(_ column: String, in row: JSONObject) throws(ShapeProblem) -> String {
        guard let value = row[column] else { throw .misfit("a column \(shownName(column))") }
        guard let text = value.plainText else { throw .misfit("column \(shownName(column)) to hold a text") }
        return text
    }

    func optionalText(_ column: String, in row: JSONObject) throws(ShapeProblem) -> String {
        row[column] == nil ? "" : try text(column, in: row)
    }

    /// The first text of a column of answers.
    private func answer(_ column: String, in row: JSONObject) throws(ShapeProblem) -> String {
        guard let texts = row[column]?.answerTexts else {
            throw .misfit("column \(shownName(column)) to hold a text or a list of texts")
        }
        return texts.first ?? ""
    }

    /// The system message of a row that has one.
    func opening(_ names: [String], in row: JSONObject) throws(ShapeProblem) -> [JSONValue] {
        guard let column = ShapeNames.find(names, among: row.keys).first else { return [] }
        let text = try text(column, in: row)
        return text.isBlankText ? [] : [.message("system", text)]
    }

    /// A question with its answer.
    private func exchange(_ asked: String, _ answer: String) throws(ShapeProblem) -> [JSONValue] {
        if asked.isBlankText { throw .drop(.emptyQuestion) }
        return [.message("user", asked), .message("assistant", answer)]
    }

    /// A text without an ending, where it has it.
    private func cut(_ ending: String, from text: String) -> String {
        let (text, ending) = (text.trimmed, ending.trimmed)
        return !ending.isEmpty && text.hasSuffix(ending) ? String(text.dropLast(ending.count)) : text
    }
}

extension String {
    /// Whether there is nothing but blanks.
    var isBlankText: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
