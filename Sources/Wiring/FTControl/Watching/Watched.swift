import Commands
import JSONText

/// What a verb follows with `--watch`.
protocol Watched {
    /// The verb, for its errors.
    var verb: String { get }

    /// The picture for a terminal, in the columns that the context's terminal has.
    ///
    /// - Parameter height: lines that it may take.
    func frame(_ context: CommandContext, height: Int) throws -> LiveFrame

    /// All that can change, in the order in which it is told where there is no terminal.
    ///
    /// - Parameter inJSON: whether objects are asked for, instead of lines.
    func entries(_ context: CommandContext, inJSON: Bool) throws -> [WatchEntry]
}

/// One thing that can change, as it is told in a pipe.
struct WatchEntry {
    /// What it is, the same each time.
    let key: String
    /// What counts as a change when it differs.
    let state: any Hashable & Sendable
    /// A line, without the time.
    let line: () -> String
    /// The same for programs.
    let object: () throws -> JSONObject
}

extension LiveLine {
    /// The lines of one text as wide as the terminal: a change of the text marks them all.
    func broken(_ layout: TextLayout, hanging: Int?) -> [LiveLine] {
        layout.lines(text, hanging: hanging).map { LiveLine(key: key, state: state, text: $0) }
    }
}
