import JSONText

/// Looks things up in a training file.
public enum TrainingFile {
    /// The assistant's last message of the first row whose last user message is the question.
    ///
    /// Runs of blanks count as one, and blanks at the ends do not count. Lines that are no chat rows are passed over.
    ///
    /// - Returns: nil when no row asks the question.
    /// - Throws: `TrainingDataError` when the file cannot be read, or a line is not JSON.
    public static func answer(to question: String, in path: String) throws(TrainingDataError) -> String? {
        let wanted = folded(question)
        var lines = LineReader(try InputFile(.file(path)))
        while let line = try lines.next() {
            guard !line.isBlankLine else { continue }
            let row: JSONValue
            do throws(JSONSyntaxError) { row = try JSONValue.parse(line) } catch {
                throw TrainingDataError(
                    path, .notJSON(line: lines.lineNumber, column: error.offset + 1, expected: error.expected))
            }
            guard let messages = row["messages"]?.array,
                let user = messages.last(where: { $0["role"]?.string == "user" })?["content"]?.string,
                folded(user) == wanted
            else { continue }
            if let answer = messages.last(where: { $0["role"]?.string == "assistant" })?["content"]?.string {
                return answer
            }
        }
        return nil
    }

    private static func folded(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
