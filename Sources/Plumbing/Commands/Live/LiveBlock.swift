import FineTuning
import Synchronization

/// Some lines at the end of a terminal's text that renew themselves in place.
package final class LiveBlock: Sendable {
    private struct State {
        var differ = BlockDiffer()
        var lines: [String] = []
    }

    private let surroundings: Surroundings
    private let state = Mutex(State())
    private let signals = Mutex<TerminalSignals?>(nil)

    package init(in context: CommandContext) {
        surroundings = context.surroundings
        let heard = TerminalSignals([.continued]) { [weak self] _ in
            // A shell has written below the block while the program was stopped.
            self?.state.withLock { $0.differ.leave() }
        }
        signals.withLock { $0 = heard }
    }

    /// Shows the lines in place of the last ones.
    package func show(_ lines: [String]) throws(OutputError) {
        let terminal = surroundings.measure()
        // More lines than the window has could not be reached to be written over.
        let room = max(1, terminal.height - 1)
        let glyphs = surroundings.glyphs
        var shown = lines.map { PaintedText.clipped(glyphs($0), to: terminal.width - 1, glyphs) }
        if shown.count > room { shown = Array(shown.prefix(room - 1)) + [glyphs("… \(shown.count - room + 1) more")] }
        let text = state.withLock { state in
            state.lines = shown
            return TerminalSignals.isForeground ? state.differ.update(to: shown, width: terminal.width) : ""
        }
        try surroundings.output.write(text)
        try surroundings.output.flush()
    }

    /// Says something on standard error in a line of its own; the block goes on below.
    package func say(_ text: String) throws(OutputError) {
        let width = surroundings.measure().width
        let (erasing, lines) = state.withLock { ($0.differ.erase(width: width), $0.lines) }
        try surroundings.output.write(erasing)
        try surroundings.output.flush()
        surroundings.sayLines(text)
        try show(lines)
    }

    /// The lines stay as they are; what is written next stands below.
    package func settle() {
        state.withLock { state in
            state.differ.leave()
            state.lines = []
        }
    }
}
