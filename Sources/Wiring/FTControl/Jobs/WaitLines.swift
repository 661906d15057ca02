import Commands
import FineTuning
import Synchronization
import Text

/// What is seen of jobs while somebody waits for them.
final class WaitLines: Sendable {
    private let context: CommandContext
    /// Nil where lines cannot renew themselves.
    private let block: LiveBlock?
    private let told = Mutex<[String: [String]]>([:])

    init(_ context: CommandContext) {
        self.context = context
        let isSeen = context.format == .table && LiveScreen.isPossible(in: context)
        block = isSeen ? LiveBlock(in: context) : nil
    }

    /// Shows how the jobs are, by the names that were given for them.
    ///
    /// A reader who is gone is no reason to stop: the code that tells how the jobs ended is still to come.
    func show(_ jobs: [(name: String, line: JobLine?)]) throws {
        do { try write(jobs) } catch OutputError.closed { return }
    }

    private func write(_ jobs: [(name: String, line: JobLine?)]) throws {
        if let block {
            return try block.show(jobs.map { $1?.text(context) ?? "\($0.printable)  not seen yet" })
        }
        for case (let name, let job?) in jobs {
            let isNew = told.withLock { told in
                defer { told[name] = job.change }
                return told[name] != job.change
            }
            guard isNew else { continue }
            switch context.format {
            case .table, .wide, .csv: try context.output.line(context.glyphs(job.whole(context)))
            case .name where job.isOver: try context.output.line(job.job.id.rawValue.printable)
            case .name, .json, .jsonl: continue
            }
            try context.output.flush()
        }
    }

    /// Says something beside the lines.
    func say(_ text: String) throws {
        if let block { try block.say(text) } else { try context.say(text) }
    }

    /// The lines stay as they are.
    func settle() { block?.settle() }
}
