public import Files
import FineTuning
import Text
public import TrainingData

/// Why answers could not be asked for, kept or scored.
///
/// The description is one sentence that says where, what and what to do; it never shows the text of a message.
public enum EvaluationError: Error, Sendable, CustomStringConvertible {
    /// The file of rows cannot be read, or a line of it is not JSON.
    case data(TrainingDataError)
    /// A line holds no conversation.
    case noConversation(file: String, line: Int)
    /// A line has an answer and nothing before it.
    case nothingToAsk(file: String, line: Int)
    /// The file has no rows.
    case empty(file: String)
    /// No row has an answer to compare with.
    case noAnswers(file: String)
    /// A file of the folder cannot be read or written.
    case folder(FileError)
    /// Another process works in the folder; its id, where it is known.
    case inUse(folder: String, process: String?)
    /// The folder holds the answers of another run; what differs, in words.
    case anotherRun(folder: String, difference: String)
    /// The folder was written by another version of its format.
    case anotherVersion(folder: String, version: String)
    /// The folder has files under our names, without the plan that they were made by: they may be anybody's.
    case noPlan(folder: String, file: String)
    /// The folder holds no recorded answers.
    case noRecords(folder: String)
    /// A record cannot be read.
    case damaged(file: String, line: Int, cause: String)
    /// Answers that had arrived could not be written; why, and how many.
    case notKept(String, lost: Int)
    /// The prompt of a grader lacks a place for what is judged.
    case incompletePrompt(file: String, missing: String)
    /// A digest could not be computed.
    case digest(String)

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .data(let error): "\(error)"
        case .noConversation(let file, let line):
            "\(file.printable):\(line): no conversation in this row: it needs \"messages\", or \"input\" and "
                + "\"preferred_output\"; nothing was sent, ftctl check shows all such rows"
        case .nothingToAsk(let file, let line):
            "\(file.printable):\(line): nothing stands before the answer of this row, so there is nothing to ask; "
                + "nothing was sent"
        case .empty(let file): "\(file.printable) has no rows; nothing was sent"
        case .noAnswers(let file):
            "no row of \(file.printable) ends with an answer of the assistant, so there is nothing to compare with"
        case .folder(let error): "\(error)"
        case .inUse(let folder, let process):
            "another process\(process.map { " (\($0.printable))" } ?? "") is at work in \(folder.printable): wait for "
                + "it, or name another directory"
        case .anotherRun(let folder, let difference):
            "\(folder.printable) holds the answers of another run (\(difference)): name another directory, or give "
                + "the options that it was made with"
        case .anotherVersion(let folder, let version):
            "\(folder.printable) was written in version \(version.printable) of its format, and this program knows "
                + "version \(RecordingPlan.version): use the program that wrote it, or name another directory"
        case .noPlan(let folder, let file):
            "\(folder.printable) has a \(file) and no \(RecordFolder.planName) to say how it was "
                + "made: name another directory"
        case .noRecords(let folder):
            "\(folder.printable) holds no recorded answers: make it with ftctl record FILE -o \(folder.printable)"
        case .damaged(let file, let line, let cause):
            "\(file.printable):\(line): \(cause); the file was changed or damaged, nothing was touched"
        case .notKept(let cause, let lost):
            "\(cause); all that was recorded before is whole, and the same command goes on with the rest"
                + (lost == 0 ? "" : " (\(HumanText.count(lost, "answer")) that had arrived could not be kept)")
        case .incompletePrompt(let file, let missing):
            "the grader's prompt \(file.printable) lacks \(missing): what is judged goes to {question}, {expected}, "
                + "{first} and {second}"
        case .digest(let cause): cause
        }
    }
}
