import FineTuning
import Glibc
import Synchronization
import Text

/// Draws pictures on the terminal's alternate screen, and gives the terminal back however the program ends.
///
/// The owner of all that is switched at the terminal meanwhile: screen, cursor, line wrapping, and how keys are read.
/// Ctrl-Z gives everything back until the program goes on; a program in the background does not draw.
package final class LiveScreen: Sendable {
    /// Why a wait was over.
    package enum Wakening: Sendable {
        /// The time was over.
        case time
        /// The window has another size, or the program goes on after Ctrl-Z: draw again.
        case stale
        /// `q` was pressed.
        case quit
    }

    private struct State {
        /// Whether the alternate screen is shown.
        var isShown = false
        /// Whether the program stops: nothing is drawn until it goes on.
        var isStopping = false
        var isStale = false
        var isQuit = false
        var keys: TerminalKeys?
        var differ = FrameDiffer()
        var marks = LiveMarks()
        /// The lines of the last picture, as they are left behind.
        var last: [String] = []

        /// Takes keys and screen, where that is not done.
        mutating func enter() -> String {
            guard !isShown else { return "" }
            isShown = true
            keys = TerminalKeys()
            differ.forget()
            return "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l"
        }

        /// Gives both back, where that is not done.
        mutating func leave() -> String {
            keys?.giveBack()
            keys = nil
            guard isShown else { return "" }
            isShown = false
            return "\u{1B}[0m\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"
        }
    }

    private let surroundings: Surroundings
    private let paint: Paint
    private let state = Mutex(State())
    private let signals = Mutex<TerminalSignals?>(nil)

    package init(in context: CommandContext) {
        surroundings = context.surroundings
        paint = context.paint
    }

    /// Whether a picture can be drawn: output is a terminal that understands sequences.
    package static func isPossible(in context: CommandContext) -> Bool {
        context.terminal.outputIsTerminal && Terminal.understandsSequences(context.environment)
    }

    /// Takes the terminal with the first picture; from here on ``close()`` must be called, which signals do where they end
    /// the program.
    package func open() {
        surroundings.interrupt.onInterrupt { [weak self] in self?.restoreAtOnce() }
        let heard = TerminalSignals([.resized, .stop, .continued, .quit]) { [weak self] in self?.handle($0) }
        signals.withLock { $0 = heard }
    }

    /// The columns and lines that a picture has, without the column for marks and the line for keys.
    package var room: (width: Int, height: Int) {
        let terminal = surroundings.measure()
        return (max(10, terminal.width - Self.gutter), max(2, terminal.height - 1))
    }

    /// Draws a picture; what has changed since the last one is marked at the left.
    package func draw(_ frame: LiveFrame) throws(OutputError) {
        let terminal = surroundings.measure()
        let now = surroundings.uptime()
        let glyphs = surroundings.glyphs
        let mark = glyphs("▸ ")
        let paint = paint
        try write { state in
            let marked = state.marks.look(at: frame.lines, now: now)
            let width = terminal.width - Self.gutter
            let lines = frame.fitted(into: terminal.height - 1, marked: marked).map { line in
                (line.isMarked ? paint(mark, .warning) : "  ")
                    + PaintedText.clipped(glyphs(line.text), to: width, glyphs)
            }
            state.last = lines
            guard !state.isStopping, TerminalSignals.isForeground else { return "" }
            let entering = state.enter()
            let hint =
                "  " + paint(PaintedText.clipped(glyphs("q quits · \(mark)changed just now"), to: width, glyphs), .dim)
            return entering + state.differ.update(to: lines + [hint])
        }
    }

    /// Waits for the next picture, at most that long.
    ///
    /// - Throws: ``CommandError`` once a signal is to end the program.
    package func wait(for duration: Duration) throws(CommandError) -> Wakening {
        let end = surroundings.uptime() + duration
        while true {
            try surroundings.interrupt.check()
            if isQuit(within: Self.slice) { return .quit }
            let isStale = state.withLock { state in
                defer { state.isStale = false }
                return state.isStale
            }
            if isStale { return .stale }
            if surroundings.uptime() >= end { return .time }
        }
    }

    /// Gives the terminal back and leaves the last picture on its ordinary screen.
    package func close() throws(OutputError) {
        surroundings.interrupt.onInterrupt(nil)
        try write { $0.leave() + $0.last.map { $0.trimmedRight + "\n" }.joined() }
    }

    /// Columns at the left in which changes are marked.
    private static let gutter = 2
    /// How often a wait looks at what signals have left, in milliseconds.
    private static let slice: Int32 = 100

    /// Changes the state and writes what comes of it, so that nothing is written in between.
    private func write(_ change: (inout State) -> String) throws(OutputError) {
        let problem: OutputError? = state.withLock { state in
            let text = change(&state)
            guard !text.isEmpty else { return nil }
            do throws(OutputError) {
                try surroundings.output.write(text)
                try surroundings.output.flush()
                return nil
            } catch {
                return error
            }
        }
        if let problem { throw problem }
    }

    /// Whether `q` was pressed, for a verb that is busy.
    package var isQuit: Bool { isQuit(within: 0) }

    private func isQuit(within milliseconds: Int32) -> Bool {
        if state.withLock(\.isQuit) { return true }
        // The keys are read outside the lock: a stop must not wait for them.
        guard var keys = state.withLock({ $0.isStopping ? nil : $0.keys }), !keys.isOver, TerminalSignals.isForeground
        else {
            _ = poll(nil, 0, milliseconds)
            return false
        }
        let pressed = keys.wait(milliseconds: milliseconds)
        let isQuit = pressed.contains { $0 == UInt8(ascii: "q") || $0 == UInt8(ascii: "Q") }
        state.withLock { state in
            if keys.isOver { state.keys?.isOver = true }
            state.isQuit = isQuit
        }
        return isQuit
    }

    private func handle(_ signal: TerminalSignal) {
        switch signal {
        case .resized:
            state.withLock { state in
                state.differ.forget()
                state.isStale = true
            }
        case .stop:
            try? write { state in
                state.isStopping = true
                return state.leave()
            }
            kill(getpid(), SIGSTOP)
        case .continued:
            state.withLock { state in
                state.isStopping = false
                // Others may have written to the screen, also where the stop could not be heard.
                state.differ.forget()
                state.isStale = true
            }
        case .quit: surroundings.interrupt.handle()
        }
    }

    /// For a signal that ends the program while the verb is busy, perhaps in a write that the terminal does not take.
    private func restoreAtOnce() {
        // Ctrl-S holds what is written: this ends it.
        _ = tcflow(STDOUT_FILENO, TCOON)
        for _ in 0..<20 {
            let isDone = state.withLockIfAvailable { state in
                var request = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                let text = state.leave()
                guard poll(&request, 1, 200) > 0 else { return true }
                try? surroundings.output.write(text)
                try? surroundings.output.flush()
                return true
            }
            if isDone != nil { return }
            _ = poll(nil, 0, 25)
        }
    }
}
