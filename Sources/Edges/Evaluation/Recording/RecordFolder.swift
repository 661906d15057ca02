import Files
import FineTuning
import Glibc
import JSONText
import TrainingData

/// A folder of recorded answers, held by one process at a time.
///
/// `record.jsonl` has a line for each answer, appended the moment it arrives; `answers.jsonl` is the training file made of
/// them; `plan.json` says how they were asked. A line that a death cut short is taken away at the next start.
public final class RecordFolder {
    /// The name of the record.
    public static let recordName = "record.jsonl"
    /// The name of the training file.
    public static let answersName = "answers.jsonl"
    /// The name of the plan.
    public static let planName = "plan.json"
    private static let lockName = ".lock"

    /// As it was named.
    public let path: String
    /// What is recorded, in the order of the record; a question that was asked again is there twice, the last time
    /// counts.
    public private(set) var answers: [RecordedAnswer]
    private let lock: FileLock
    private let plan: RecordingPlan
    private let training: TrainingAnswers
    private var record: AppendedFile
    private var examples: AppendedFile

    /// Opens a folder for a plan, making it where there is none, and reads what is recorded.
    ///
    /// - Parameter file: the rows that are asked; `answers.jsonl` has theirs.
    /// - Throws: ``EvaluationError``, also when another process holds the folder or it is of another run.
    public init(_ path: String, for plan: RecordingPlan, file: ConversationFile) throws(EvaluationError) {
        self.path = path
        self.plan = plan
        training = TrainingAnswers(file, plan)
        lock = try Self.take(path)
        try Self.agree(on: plan, path)
        record = try AppendedFile("\(path)/\(Self.recordName)")
        try record.dropTornLine()
        answers = try RecordReader.answers(in: path)
        try training.write(answers, to: "\(path)/\(Self.answersName)")
        examples = try AppendedFile("\(path)/\(Self.answersName)")
    }

    /// Keeps what came of a question; after the call it survives the death of this process.
    ///
    /// - Throws: ``EvaluationError`` when it cannot be written, for example on a full disk; the record is as before then.
    func keep(
        _ row: ConversationRow, sample: Int, of model: ModelKey, _ result: Result<ChatAnswer, ProviderError>,
        latency: Duration, at time: UnixTime
    ) throws(EvaluationError) -> RecordedAnswer {
        let line = RecordLine.json(row, sample: sample, of: model, plan: plan, result, latency: latency, at: time)
        guard let answer = RecordLine.read(.object(line)) else {
            throw .damaged(file: Self.recordName, line: row.line, cause: "the reply is no answer that can be kept")
        }
        try record.append(JSONWriter.bytes(.object(line)))
        answers.append(answer)
        if let example = training.example(row, answer) { try examples.append(example) }
        return answer
    }

    /// Waits until every line of the record is on the disk.
    func sync() throws(EvaluationError) { try record.sync() }

    /// Brings all to the disk, with the training file in the order of the rows.
    public func finish() throws(EvaluationError) {
        try record.sync()
        try training.write(answers, to: "\(path)/\(Self.answersName)")
        examples = try AppendedFile("\(path)/\(Self.answersName)")
    }

    private static func take(_ path: String) throws(EvaluationError) -> FileLock {
        let name = "\(path)/\(lockName)"
        do throws(FileError) {
            try WholeFile.makeDirectory(path, mode: 0o700)
            if let lock = try FileLock.take(name, mode: 0o600) {
                lock.note("process \(getpid())\n")
                return lock
            }
        } catch { throw .folder(error) }
        throw .inUse(folder: path, process: try holder(name))
    }

    private static func holder(_ name: String) throws(EvaluationError) -> String? {
        do throws(FileError) {
            guard let bytes = try WholeFile.read(name), !bytes.isEmpty else { return nil }
            return String(decoding: bytes.prefix(40).prefix { $0 != 0x0A }, as: UTF8.self)
        } catch { throw .folder(error) }
    }

    /// Writes the plan into a new folder; one that is there must be the same.
    private static func agree(on plan: RecordingPlan, _ path: String) throws(EvaluationError) {
        if let recorded = try RecordReader.plan(of: path) {
            guard let difference = recorded.difference(from: plan) else { return }
            throw .anotherRun(folder: path, difference: difference)
        }
        for name in [recordName, answersName] where access("\(path)/\(name)", F_OK) == 0 {
            throw .noPlan(folder: path, file: name)
        }
        let bytes = JSONWriter.bytes(.object(plan.json), style: .indented) + [UInt8(ascii: "\n")]
        do throws(FileError) {
            try WholeFile.replace("\(path)/\(planName)", with: bytes, mode: 0o600, durability: .machine)
        } catch { throw .folder(error) }
    }
}
