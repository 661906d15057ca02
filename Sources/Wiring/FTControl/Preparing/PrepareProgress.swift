import Commands
import Synchronization
import TrainingData

/// The bar of `prepare`: made with the first figures, since only they say what is counted.
final class PrepareProgress: Sendable {
    private let surroundings: Surroundings
    private let bar = Mutex<ProgressBar?>(nil)

    init(_ surroundings: Surroundings) { self.surroundings = surroundings }

    /// So much has been read.
    func update(_ progress: ReadingProgress, of input: PrepareInput) {
        let bar = self.bar.withLock { bar in
            let known = bar ?? make(progress, input)
            bar = known
            return known
        }
        bar.update(Int64(progress.totalRows == nil ? progress.bytesRead : progress.rows))
    }

    private func make(_ progress: ReadingProgress, _ input: PrepareInput) -> ProgressBar {
        if let rows = progress.totalRows {
            return ProgressBar("reading \(input.name)", total: Int64(rows), unit: .rows, in: surroundings)
        }
        return ProgressBar(
            "reading \(input.name)", total: progress.size.map { Int64($0) }, unit: .bytes, in: surroundings)
    }

    /// Says something in a line of its own.
    func say(_ text: String) {
        if let bar = bar.withLock({ $0 }) { bar.say(text) } else { surroundings.sayLines(text) }
    }

    /// Clears the bar.
    func finish() { bar.withLock { $0 }?.finish() }
}
