import Commands
import Synchronization
import TrainingData

/// A progress bar for each of several files that are read one after the other.
final class FileProgress: Sendable {
    private struct State {
        var names: ArraySlice<String>
        var bar: ProgressBar?
        var last: ReadingProgress?
    }

    private let verb: String
    private let context: CommandContext
    private let state: Mutex<State>

    /// - Parameters:
    ///   - names: of the files, in order.
    ///   - verb: what is done to them, for example `checking`.
    init(_ names: [String], verb: String, in context: CommandContext) {
        self.verb = verb
        self.context = context
        state = Mutex(State(names: names[...]))
    }

    /// So far has the file at hand come; one of another size, or with fewer bytes than before, is the next.
    func update(_ progress: ReadingProgress) {
        let bar = state.withLock { state in
            let isNext = state.last.map { progress.size != $0.size || progress.bytesRead < $0.bytesRead } ?? true
            if isNext {
                state.bar?.finish()
                state.bar = ProgressBar(
                    "\(verb) \(state.names.popFirst() ?? "")", total: progress.size.map { Int64($0) }, unit: .bytes,
                    in: context.surroundings)
            }
            state.last = progress
            return state.bar
        }
        bar?.update(Int64(progress.bytesRead))
    }

    /// The last file is done, or the terminal is needed for something else.
    func finish() { state.withLock(\.bar)?.finish() }
}
