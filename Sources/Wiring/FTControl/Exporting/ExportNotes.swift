import Commands
import Files
import FineTuning
import JobStorage
import Settings
import Spool

/// Leaves word for `ftd` of what was taken along.
struct ExportNotes {
    /// The most names in one wish: its file is bounded.
    private static let namesAWish = 500

    let spool: Spool

    init(_ context: CommandContext) throws { spool = Spool(besideStore: try context.storePlace().path) }

    /// Leaves it in the spool, as many wishes as it takes; nothing where nobody has made a spool.
    func leave(_ notes: [ExportNote]) throws {
        guard spool.keeper != nil else { return }
        for note in notes {
            for part in Self.parts(of: note) { try spool.leave(.exported(part)) }
        }
        spool.wake()
    }

    private static func parts(of note: ExportNote) -> [ExportNote] {
        func part(_ jobs: [JobID], _ files: [FileID]) -> ExportNote {
            ExportNote(account: note.account, jobs: jobs, files: files, exportedAt: note.exportedAt)
        }
        let jobs = stride(from: 0, to: note.jobs.count, by: namesAWish).map {
            part(Array(note.jobs[$0..<min($0 + namesAWish, note.jobs.count)]), [])
        }
        let files = stride(from: 0, to: note.files.count, by: namesAWish).map {
            part([], Array(note.files[$0..<min($0 + namesAWish, note.files.count)]))
        }
        return jobs + files
    }
}
