import Commands
import Digest
import FineTuning
import Glibc
import JobStorage
import Settings
import Text
import TrainingData

/// The system message of a question, and where it is from.
struct SystemMessage: Equatable {
    /// Where it is from.
    enum Source: Equatable {
        /// `--system` or `--no-system`.
        case option
        /// The training file of the model's job, which still has the bytes that were uploaded.
        case trainingFile(path: String)
        /// `[ask] system`.
        case configuration
    }

    /// Nil sends none.
    let text: String?
    let source: Source
    /// Why it is not the training file's, where the model has one.
    var remark: String?

    /// The message that the model learned with where that is known for certain, otherwise the configured one.
    init(for target: AskTarget, configured: String?, _ context: CommandContext) throws {
        switch try Self.learned(by: target, context) {
        case .known(let text, let path): self.init(text: text, source: .trainingFile(path: path))
        case .unknown(let remark): self.init(text: configured, source: .configuration, remark: remark)
        }
    }

    init(text: String?, source: Source, remark: String? = nil) {
        self.text = text
        self.source = source
        self.remark = remark
    }

    private enum Learned {
        case known(String?, path: String)
        case unknown(remark: String?)
    }

    /// The file that a model was made of, where it lies.
    enum TrainingFilePlace: Equatable {
        /// It still has the bytes that were uploaded.
        case known(path: String)
        /// Why not, where the model has one.
        case unknown(remark: String?)
    }

    /// The file that a model was made of, as long as it has the bytes that were uploaded.
    static func trainingFile(of target: AskTarget, _ context: CommandContext) throws -> TrainingFilePlace {
        guard let job = target.job else { return .unknown(remark: nil) }
        // A file is another user's word when the submission is.
        let submission = try context.openStore().submissions(account: job.account).first { submission in
            guard case .created(job.job.id) = submission.end else { return false }
            return submission.owner.map { $0 == getuid() } ?? true
        }
        guard let file = submission?.training else { return .unknown(remark: nil) }
        let name = context.shown(path: file.path).printable
        do throws(FileDigestError) {
            let digest = try FileDigest.of(path: file.path)
            guard "\(digest.sha256)" == file.sha256 else {
                return .unknown(remark: "\(name) has changed since it was submitted")
            }
        } catch {
            return .unknown(remark: "the training file cannot be read: \("\(error)".printable)")
        }
        return .known(path: file.path)
    }

    private static func learned(by target: AskTarget, _ context: CommandContext) throws -> Learned {
        let path: String
        switch try trainingFile(of: target, context) {
        case .unknown(let remark): return .unknown(remark: remark)
        case .known(let found): path = found
        }
        let name = context.shown(path: path).printable
        switch try TrainingFile.systemMessage(of: path) {
        case .common(let text): return .known(text, path: path)
        case .none?: return .known(nil, path: path)
        case .several: return .unknown(remark: "the rows of \(name) have different system messages")
        case nil: return .unknown(remark: "\(name) has no conversations")
        }
    }

    /// `system message of train.jsonl: Given a question, …`, as it is said before the answer.
    func sentence(_ context: CommandContext) -> String {
        let place =
            switch source {
            case .option: ""
            case .trainingFile(let path): " of \(context.shown(path: path).printable)"
            case .configuration: " of [ask] system"
            }
        let why = remark.map { " (\($0))" } ?? ""
        guard let text else { return "no system message\(source == .option ? "" : ", as\(place.dropFirst(3))")\(why)" }
        return "system message\(place)\(why): \(text.printable)"
    }
}
