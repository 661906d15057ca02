import Commands
import FineTuning
import Submission
import Synchronization
import Text

/// Reports on standard error how a submission goes on, and keeps the files for the summary at the end.
final class SubmissionReporter: Sendable {
    private struct State {
        var bar: ProgressBar?
        var files: [RemoteFile] = []
        var afterRefusal: [String] = []
        var isProcessing = false
    }

    private let context: CommandContext
    private let state = Mutex(State())

    init(_ context: CommandContext) { self.context = context }

    /// The files at the API, training first.
    var files: [RemoteFile] { state.withLock { $0.files } }

    /// What became of the upload when the job was refused.
    var afterRefusal: [String] { state.withLock { $0.afterRefusal } }

    /// Reports one step, each kind of wait once.
    func report(_ progress: SubmissionProgress) {
        switch progress {
        case .uploading(let name, let sent, let total):
            let bar = state.withLock { state in
                let bar =
                    state.bar
                    ?? ProgressBar("uploading \(name)", total: total, unit: .bytes, in: context.surroundings)
                state.bar = bar
                return bar
            }
            bar.update(sent)
        case .uploaded(let file, let reused):
            finish()
            state.withLock { $0.files.append(file) }
            say(
                reused
                    ? "already at the API as \(file.id.rawValue): not uploaded again"
                    : "uploaded as \(file.id.rawValue)")
        case .processing(let file):
            let isFirst = state.withLock { state in
                defer { state.isProcessing = true }
                return !state.isProcessing
            }
            if isFirst { say("the API is processing \(file.rawValue)") }
        case .processed(let file):
            state.withLock { state in
                guard let index = state.files.firstIndex(where: { $0.id == file.id }) else { return }
                state.files[index] = file
            }
        case .creating: say("creating the job")
        case .looking(let error):
            say("\(error)")
            say("the answer to the create call was lost (\(error.kind.word)): looking for the job")
        case .deleted(let file):
            state.withLock { $0.afterRefusal.append("The uploaded file \(file.rawValue) was deleted again.") }
        case .orphaned(let file, let reason):
            state.withLock {
                $0.afterRefusal.append("The uploaded file \(file.rawValue) is still there: \(reason)")
                $0.afterRefusal.append("Delete it: ftctl files delete \(file.rawValue)")
            }
        }
    }

    /// Clears what is drawn.
    func finish() {
        state.withLock { state in
            defer { state.bar = nil }
            return state.bar
        }?.finish()
    }

    private func say(_ text: String) { context.surroundings.sayLines(text.printable) }
}
