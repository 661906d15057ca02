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

    /// The system message that rows of a file have in common.
    public enum SystemMessage: Sendable, Equatable {
        /// All the rows that were read have this one.
        case common(String)
        /// None of them has one.
        case none
        /// They have different ones, or some have none.
        case several
    }

    /// The system message of the first chat rows of a file.
    ///
    /// - Parameter rows: how many are read at most.
    /// - Returns: nil when the file has no chat row.
    /// - Throws: `TrainingDataError` when the file cannot be read, or a line is not JSON.
    public static func systemMessage(of path: String, rows: Int = 100) throws(TrainingDataError) -> SystemMessage? {
        var found: SystemMessage?
        var count = 0
        var lines = LineReader(try InputFile(.file(path)))
        while count < rows, let line = try lines.next() {
            guard !line.isBlankLine else { continue }
            let row: JSONValue
            do throws(JSONSyntaxError) { row = try JSONValue.parse(line) } catch {
                throw TrainingDataError(
                    path, .notJSON(line: lines.lineNumber, column: error.offset + 1, expected: error.expected))
            }
            guard let messages = row["messages"]?.array ?? row["input"]?["messages"]?.array else { continue }
            let text = messages.first { ["system", "developer"].contains($0["role"]?.string) }?["content"]?.string
            let message = text.map(SystemMessage.common) ?? .none
            guard found == nil || found == message else { return .several }
            found = message
            count += 1
        }
        return found
    }

    private static func folded(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
