import FineTuning
import Synchronization
import Text

/// Shows how far a long step is, on one line of a terminal.
///
/// Nothing is drawn in the first second, more than ten times a second, or where standard error is no terminal.
package final class ProgressBar: Sendable {
    /// What is counted.
    package enum Unit: Sendable {
        case bytes
        case rows
        case answers

        package func text(_ count: Int64) -> String {
            switch self {
            case .bytes: HumanText.bytes(count)
            case .rows: HumanText.count(count, "row")
            case .answers: HumanText.count(count, "answer")
            }
        }

        /// In front of a total of the same unit.
        func part(_ count: Int64) -> String {
            switch self {
            case .bytes, .rows: text(count)
            case .answers: HumanText.number(count)
            }
        }
    }

    private struct State {
        var lastDrawn: Duration?
        var isFinished = false
    }

    private let label: String
    private let total: Int64?
    private let unit: Unit
    private let surroundings: Surroundings
    private let isShown: Bool
    private let started: Duration
    private let state = Mutex(State())

    /// `total` nil where nobody knows it yet.
    package init(_ label: String, total: Int64?, unit: Unit, in surroundings: Surroundings) {
        self.label = label
        self.total = total
        self.unit = unit
        self.surroundings = surroundings
        isShown =
            surroundings.terminal.errorsIsTerminal && Terminal.understandsSequences(surroundings.environment)
        started = surroundings.uptime()
    }

    /// So much is done; cheap enough for every chunk.
    ///
    /// - Parameter facts: what else is said of it, behind the count.
    package func update(_ done: Int64, _ facts: [String] = []) {
        guard isShown else { return }
        let now = surroundings.uptime()
        guard now - started >= .seconds(1) else { return }
        let isDue = state.withLock { state in
            guard !state.isFinished, state.lastDrawn.map({ now - $0 >= .milliseconds(100) }) ?? true else {
                return false
            }
            state.lastDrawn = now
            return true
        }
        if isDue { surroundings.say("\r\u{1B}[K" + surroundings.glyphs(text(done, after: now - started, facts))) }
    }

    /// Says something in lines of its own; the bar goes on below.
    package func say(_ text: String) {
        let wasDrawn = state.withLock { state in
            defer { state.lastDrawn = nil }
            return state.lastDrawn != nil && !state.isFinished
        }
        if wasDrawn { surroundings.say("\r\u{1B}[K") }
        surroundings.sayLines(text)
    }

    /// The step is over: the line is cleared, if one was drawn.
    package func finish() {
        let wasDrawn = state.withLock { state in
            defer { state.isFinished = true }
            return state.lastDrawn != nil && !state.isFinished
        }
        if wasDrawn { surroundings.say("\r\u{1B}[K") }
    }

    /// Takes the line away until the next ``update(_:)``, so that something else can be said.
    package func clear() {
        let wasDrawn = state.withLock { state in
            defer { state.lastDrawn = nil }
            return state.lastDrawn != nil && !state.isFinished
        }
        if wasDrawn { surroundings.say("\r\u{1B}[K") }
    }

    /// The line, one column narrower than the terminal: some wrap when the last one is filled.
    package func text(_ done: Int64, after elapsed: Duration, _ more: [String] = []) -> String {
        let width = surroundings.terminal.width - 1
        let behind = more.map { ", \($0)" }.joined()
        guard let total, total > 0 else {
            return "\(label.printable)  \(unit.text(done))\(behind)".clipped(to: width)
        }
        let share = min(1, max(0, Double(done) / Double(total)))
        let left = share > 0 ? elapsed * ((1 - share) / share) : nil
        var facts = " \(Int(share * 100)) %  \(unit.part(done)) of \(unit.text(total))\(behind)"
        if let left, share < 1 { facts += ", \(HumanText.duration(.seconds(max(1, left.components.seconds)))) left" }
        let head = label.printable.clipped(to: max(8, width / 3)) + "  "
        let cells = min(30, width - head.displayWidth - facts.displayWidth)
        guard cells >= 5 else { return (head + facts).clipped(to: width) }
        let filled = Int(share * Double(cells))
        return head + String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled) + facts
    }
}
