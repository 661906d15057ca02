import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Text

/// `show --watch`.
final class JobWatch: Watched {
    let verb = "show"
    let key: JobKey
    let store: JobStoreReader
    /// Reads the job.
    let detail: () throws -> JobDetail
    /// What the user's own file shows of a failure, once it was looked at.
    private var diagnosis: FailureDiagnosis??

    init(key: JobKey, store: JobStoreReader, detail: @escaping () throws -> JobDetail) {
        self.key = key
        self.store = store
        self.detail = detail
    }

    func frame(_ context: CommandContext, height: Int) throws -> LiveFrame {
        let detail = try detail()
        let layout = TextLayout(width: context.terminal.width, glyphs: context.glyphs)
        let freshness = try Freshness(of: store, in: context)
        let below = detail.stored.isOver ? [] : [freshness.sentence(context)]
        if diagnosis == nil, detail.job.status.meaning == .failed {
            // Once: the file may be large.
            diagnosis = .some(try FailureDiagnosis.ofFailed(detail.stored, because: detail.failure, in: context))
        }
        return LiveFrame(
            lines: detail.lines(context, diagnosis: diagnosis ?? nil).flatMap {
                $0.broken(layout, hanging: JobDetail.hanging)
            },
            footer: (below + freshness.warnings(context)).flatMap { layout.lines($0) })
    }

    func entries(_ context: CommandContext, inJSON: Bool) throws -> [WatchEntry] {
        let detail = try detail()
        guard inJSON else { return detail.lines(context).compactMap(\.entry) }
        return [WatchEntry(key: "job", state: JSONWriter.text(.object(detail.json)), line: { "" }) { detail.json }]
    }
}

extension LiveLine {
    /// The line as something that can change, told without its indentation; nil for a title.
    var entry: WatchEntry? {
        key.map { key in
            WatchEntry(key: key, state: state, line: { String(text.drop { $0 == " " }) }) { [:] }
        }
    }
}
