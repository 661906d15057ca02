/// What turns one picture on a terminal's screen into the next: only the lines that differ are written.
package struct FrameDiffer {
    private var shown: [String]?

    package init() {}

    /// Forgets what is shown: the next picture is written whole, as after a change of the window's size.
    package mutating func forget() { shown = nil }

    /// The text that shows the lines, one a line of the screen from its top; empty when they are shown already.
    ///
    /// A line is cleared before it is written: clearing behind one that fills the last column would take its last
    /// character away.
    package mutating func update(to lines: [String]) -> String {
        defer { shown = lines }
        guard let shown else {
            return Self.clearScreen + lines.enumerated().map { Self.line($0 + 1, $1) }.joined()
        }
        let changed = lines.indices.filter { $0 >= shown.count || shown[$0] != lines[$0] }
        let surplus = shown.count > lines.count ? Self.place(lines.count + 1) + Self.clearBelow : ""
        return changed.map { Self.line($0 + 1, lines[$0]) }.joined() + surplus
    }

    private static let clearScreen = "\u{1B}[H\u{1B}[2J"
    private static let clearBelow = "\u{1B}[J"

    private static func place(_ row: Int) -> String { "\u{1B}[\(row);1H" }

    private static func line(_ row: Int, _ text: String) -> String { place(row) + "\u{1B}[2K" + text }
}
