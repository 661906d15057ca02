import Digest
import FineTuning
import JSONText
import TrainingData

/// A training, validation or preference file as questions with their answers.
public struct ConversationFile: Sendable {
    /// As it was named.
    public let name: String
    /// In the order of the file.
    public let rows: [ConversationRow]
    /// The SHA-256 of the file, in hexadecimal.
    public let digest: String

    /// Reads a file by its path.
    ///
    /// A row is `{"messages": […]}` or `{"input": {"messages": […]}, "preferred_output": […], …}`; of a conversation
    /// with several answers the last one is asked for, with all that stands before it.
    ///
    /// - Throws: ``EvaluationError``, also at the first row that is no conversation.
    public init(path: String) throws(EvaluationError) {
        name = path
        do throws(FileDigestError) { digest = try FileDigest.of(path: path).sha256.hex } catch {
            // What cannot be opened is said as everywhere else.
            if case .system = error { _ = try Self.read(path) }
            throw .digest("\(error)")
        }
        rows = try Self.read(path)
        guard !rows.isEmpty else { throw .empty(file: path) }
    }

    package init(name: String, rows: [ConversationRow], digest: String) {
        self.name = name
        self.rows = rows
        self.digest = digest
    }

    private static func read(_ path: String) throws(EvaluationError) -> [ConversationRow] {
        let rows: Result<[ConversationRow], EvaluationError>
        do throws(TrainingDataError) { rows = try parse(path) } catch { throw .data(error) }
        return try rows.get()
    }

    private static func parse(
        _ path: String
    ) throws(TrainingDataError) -> Result<[ConversationRow], EvaluationError> {
        var rows: [ConversationRow] = []
        var lines = LineReader(try InputFile(.file(path)))
        while let bytes = try lines.next() {
            guard !bytes.isBlankLine else { continue }
            let number = lines.lineNumber
            // A byte order mark is no part of the first row.
            let hasMark = number == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
            let line = hasMark ? UnsafeRawBufferPointer(rebasing: bytes[3...]) : bytes
            if rows.isEmpty, let format = ForeignFormat.ofBlock(line) {
                throw TrainingDataError(path, .foreign(format))
            }
            let value: JSONValue
            do throws(JSONSyntaxError) { value = try JSONValue.parse(line) } catch {
                throw TrainingDataError(
                    path, .notJSON(line: number, column: error.offset + 1, expected: error.expected))
            }
            let digest: String
            do throws(DigestError) { digest = try SHA256.digest(of: Array(line)).hex } catch {
                return .failure(.digest("\(error)"))
            }
            guard let row = ConversationRow(value, line: number, digest: digest) else {
                return .failure(.noConversation(file: path, line: number))
            }
            guard !row.prompt.isEmpty else { return .failure(.nothingToAsk(file: path, line: number)) }
            rows.append(row)
        }
        return .success(rows)
    }
}
