import Digest
import Files
import FineTuning
import Glibc
import JSONText
import TrainingData

/// The verdicts that a folder keeps, so that none is paid for twice; held by one process at a time.
public final class JudgementFile {
    /// Its name.
    public static let name = "judgements.jsonl"

    private let lock: FileLock
    private var file: AppendedFile
    /// By the grader and the digest of all that it read.
    private(set) var verdicts: [Key: Verdict] = [:]

    /// What a verdict is about.
    struct Key: Hashable {
        let grader: ModelKey
        /// The SHA-256 of the filled prompt, in hexadecimal.
        let prompt: String
    }

    /// Opens the file of a folder, making both where they are not there.
    public init(in folder: String) throws(EvaluationError) {
        do throws(FileError) {
            try WholeFile.makeDirectory(folder, mode: 0o700)
            guard let lock = try FileLock.take("\(folder)/.judging.lock", mode: 0o600) else {
                throw FileError("lock", folder, cause: "another process judges there", hint: "wait for it")
            }
            self.lock = lock
        } catch { throw .folder(error) }
        let path = "\(folder)/\(Self.name)"
        file = try AppendedFile(path)
        try file.dropTornLine()
        do throws(TrainingDataError) {
            var lines = LineReader(try InputFile(.file(path)))
            while let line = try lines.next() {
                let json: JSONValue
                do throws(JSONSyntaxError) { json = try JSONValue.parse(line) } catch {
                    throw TrainingDataError(
                        path, .notJSON(line: lines.lineNumber, column: error.offset + 1, expected: error.expected))
                }
                guard let model = json["grader"]?.string, let account = json["account"]?.string,
                    let prompt = json["prompt_sha256"]?.string, let word = json["verdict"]?.string,
                    let verdict = Verdict(rawValue: word)
                else { continue }
                let grader = ModelKey(account: AccountName(account), model: ModelName(model))
                verdicts[Key(grader: grader, prompt: prompt)] = verdict
            }
        } catch { throw .data(error) }
    }

    func keep(_ answer: ChatAnswer, _ key: Key, row: Int, at time: UnixTime) throws(EvaluationError) {
        let verdict = Verdict(reply: answer.text)
        let line: JSONObject = [
            "row": .integer(row), "grader": .string(key.grader.model.rawValue),
            "account": .string(key.grader.account.rawValue), "prompt_sha256": .string(key.prompt),
            "verdict": .string(verdict.rawValue), "reply": .string(answer.text), "asked_at": .integer(time.seconds),
            "prompt_tokens": answer.promptTokens.map(JSONValue.integer) ?? .null,
            "completion_tokens": answer.completionTokens.map(JSONValue.integer) ?? .null,
        ]
        try file.append(JSONWriter.bytes(.object(line)))
        verdicts[key] = verdict
    }

    func sync() throws(EvaluationError) { try file.sync() }
}
