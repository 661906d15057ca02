import Commands
import JSONText
import JobStorage
import JobViews
import Text

/// `status --watch`.
struct DaemonWatch: Watched {
    let verb = "status"
    let store: JobStoreReader

    func frame(_ context: CommandContext, height: Int) throws -> LiveFrame {
        let layout = TextLayout(width: context.terminal.width, glyphs: context.glyphs)
        return LiveFrame(
            lines: try StatusCommand.state(store, context).lines(context).flatMap {
                $0.broken(layout, hanging: DaemonState.hanging)
            })
    }

    func entries(_ context: CommandContext, inJSON: Bool) throws -> [WatchEntry] {
        let state = try StatusCommand.state(store, context)
        guard inJSON else { return state.lines(context).compactMap(\.entry) }
        let json = state.json(now: context.now, time: context.time)
        // When it polled differs all the time.
        var still = json
        still["daemon"] = .null
        return [WatchEntry(key: "state", state: JSONWriter.text(.object(still)), line: { "" }) { json }]
    }
}
