import Files
import FineTuning
import JobViews
import Spool

/// Submissions under way, which are files beside the store.
enum SpoolView {
    /// Those that have no job yet, oldest first; what cannot be read is left out: ftctl says why.
    static func submissions(besideStore path: String) -> [SubmissionView] {
        let spool = Spool(besideStore: path)
        var views: [SubmissionView] = []
        do throws(FileError) {
            for record in try spool.records().records where !record.step.isFinal || record.awaitsShowing {
                views.append(
                    SubmissionView(
                        id: record.id, plan: record.plan, step: record.step, createdAt: record.createdAt,
                        updatedAt: record.updatedAt, isWorkedOn: try spool.isWorkedOn(record.id),
                        uploads: record.uploads.map(\.file), problem: record.problem))
            }
        } catch {
            return views
        }
        return views
    }
}
